package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.LinkFault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Monitors of servers that say nothing end when they are told to, wherever they are. */
@Timeout(300)
class SilentMonitorTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(30);
    /** Far longer than the test has. */
    private static final String PATIENT = "&connectTimeoutMS=300000&heartbeatFrequencyMS=300000";

    private final Lab lab = Lab.start(1);
    private final LabNode node = lab.node(0);

    @AfterEach
    void close() {
        lab.close();
    }

    private Map<Thread, StackTraceElement[]> ours() {
        Map<Thread, StackTraceElement[]> all = Thread.getAllStackTraces();
        all.keySet().removeIf(thread -> !thread.getName().startsWith("mooring-" + node.address()));
        return all;
    }

    private static Predicate<Map.Entry<Thread, StackTraceElement[]>> isIn(String task, List<String> methods) {
        return entry -> entry.getKey().getName().contains(task)
                && methods.stream()
                        .allMatch(method -> Arrays.stream(entry.getValue())
                                .anyMatch(frame -> frame.getMethodName().equals(method)));
    }

    private void awaitThread(String task, String... methods) {
        Eventually.isTrue(
                task + " is in " + List.of(methods),
                () -> ours().entrySet().stream().anyMatch(isIn(task, List.of(methods))));
    }

    /** Nothing but the end of the factory itself may take time. */
    private void assertEndsAtOnce(MongoSessionFactory factory) {
        long start = System.nanoTime();
        factory.close();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("the factory has ended after " + took.toMillis() + " ms");

        assertThat(took).isLessThan(AT_ONCE);
        Eventually.isTrue("no thread is left", () -> ours().isEmpty());
    }

    @Test
    void inAConnectThatNobodyAnswers() {
        node.network().fillBacklog();
        MongoSessionFactory factory = Mooring.dial(lab.uri() + PATIENT);
        awaitThread("monitor-", "connect");

        assertEndsAtOnce(factory);
        node.network().restore();
    }

    @Test
    void inAHandshakeThatNobodyAnswers() {
        node.freeze();
        MongoSessionFactory factory = Mooring.dial(lab.uri() + PATIENT);
        awaitThread("monitor-", "introduction", "read");

        assertEndsAtOnce(factory);
    }

    @Test
    void whileTheyWaitForNewsAndMeasure() {
        MongoSessionFactory factory = Mooring.dial(lab.uri() + PATIENT);
        awaitThread("monitor-", "ask", "read");
        Eventually.isTrue(
                "both have connected", () -> node.network().connections().size() == 2);
        node.network().apply(LinkFault.blackHole());

        assertEndsAtOnce(factory);
    }

    @Test
    void whileTheyAskWhetherTheServerIsGone() throws Exception {
        MongoSessionFactory factory = Mooring.dial(lab.uri() + PATIENT + "&silenceProbeMS=6000");
        try (var session = factory.openSession()) {
            session.ping();
            node.freeze();
            Thread caller = new Thread(() -> {
                try {
                    session.ping();
                } catch (RuntimeException e) {
                    // its factory is closed
                }
            });
            caller.start();
            awaitThread("silence-", "measure", "read");

            assertEndsAtOnce(factory);
            caller.join(40_000);
            assertThat(caller.isAlive()).isFalse();
        }
    }
}
