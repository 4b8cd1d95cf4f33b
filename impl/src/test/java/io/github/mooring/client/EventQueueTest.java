package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private final List<String> heard = new ArrayList<>();

    @Test
    void whatIsNotedIsDeliveredInOrderAndNotBefore() {
        EventQueue<String> queue = new EventQueue<>(heard::add);
        queue.note("a");
        queue.note("b");
        assertThat(heard).isEmpty();

        queue.deliver();
        queue.deliver();

        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void whatAnEventCausesComesAfterIt() {
        List<EventQueue<String>> queues = new ArrayList<>();
        EventQueue<String> queue = new EventQueue<>(event -> {
            if (event.equals("a")) {
                queues.get(0).note("caused");
                queues.get(0).deliver();
            }
            heard.add(event);
        });
        queues.add(queue);
        queue.note("a");
        queue.note("b");

        queue.deliver();

        assertThat(heard).containsExactly("a", "b", "caused");
    }

    @Test
    void tooMuchIsLostButForWhatMustNotBe() {
        EventQueue<String> queue = new EventQueue<>(heard::add);
        for (int i = 0; i < EventQueue.MOST_PENDING; i++) {
            assertThat(queue.note("event")).isTrue();
        }

        assertThat(queue.note("lost")).isFalse();
        queue.noteInAnyCase("last");
        queue.deliver();

        assertThat(heard).hasSize(EventQueue.MOST_PENDING + 1).endsWith("event", "last");
        assertThat(queue.note("again")).isTrue();
    }
}
