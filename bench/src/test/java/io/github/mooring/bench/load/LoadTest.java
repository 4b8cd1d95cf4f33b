package io.github.mooring.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.bench.client.Client;
import io.github.mooring.bench.client.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadTest {
    private final AtomicLong done = new AtomicLong();
    private final AtomicInteger threads = new AtomicInteger();

    @Test
    void everyOperationOfEveryThreadIsCounted() throws Exception {
        try (Load load = load(client(() -> done.incrementAndGet() > 0))) {
            Round round = load.run(Duration.ofMillis(20));

            assertThat(round.latency().getTotalCount()).isEqualTo(done.get());
            assertThat(round.opsPerSecond()).isLessThanOrEqualTo(done.get() * 50.0);
            assertThat(round.slowestShare()).isBetween(0.0, 1.0);
            assertThat(threads).hasValue(4);
        }
    }

    @Test
    void eachTurnBeginsFromNothing() throws Exception {
        try (Load load = load(client(() -> done.incrementAndGet() > 0))) {
            load.run(Duration.ofMillis(20));
            long before = done.get();
            Round second = load.run(Duration.ofMillis(20));

            assertThat(second.latency().getTotalCount()).isEqualTo(done.get() - before);
        }
    }

    @Test
    void aRoundIsTheSumOfItsThreadsAndTellsTheShareOfTheSlowest() {
        Tally quick = new Tally();
        for (int i = 0; i < 3; i++) {
            quick.done(1000, true);
        }
        quick.used(6000, 400);
        Tally slow = new Tally();
        slow.done(5000, true);
        slow.done(9000, false);
        slow.used(4000, 100);
        Meter.Usage usage = new Meter.Usage(0, 50_000, 20_000, 5000, 0.3);

        Round platform = Round.of(List.of(quick, slow), Duration.ofSeconds(2), usage, false);
        Round virtual = Round.of(List.of(quick, slow), Duration.ofSeconds(2), usage, true);

        assertThat(platform.opsPerSecond()).isEqualTo(2); // what came after the time is no throughput
        assertThat(platform.slowestShare()).isEqualTo(0.5);
        assertThat(platform.micros(50)).isBetween(1.0, 1.02);
        assertThat(platform.micros(100)).isBetween(9.0, 9.1);
        assertThat(platform.processCpuMicros()).isEqualTo(10);
        assertThat(platform.threadCpuMicros()).isEqualTo(2);
        assertThat(platform.serverCpuMicros()).isEqualTo(4);
        assertThat(platform.allocatedBytes()).isEqualTo(100);
        assertThat(virtual.threadCpuMicros()).isNaN();
        assertThat(virtual.allocatedBytes()).isEqualTo(1000);
    }

    @Test
    void anAnswerThatIsWrongEndsTheTurnByAnErrorThatNamesTheClient() throws IOException {
        try (Load load = load(client(() -> done.incrementAndGet() < 100))) {
            assertThatThrownBy(() -> load.run(Duration.ofSeconds(10)))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .hasMessageContaining("tested got another answer");
        }
    }

    private static Load load(Opening opening) throws IOException {
        Client client = new Client() {
            @Override
            public Work forThread(Operation operation) throws IOException {
                return opening.forThread(operation);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        return new Load("tested", client, Operation.FIND, Threads.platform(4), () -> Duration.ZERO);
    }

    private Opening client(Client.Work work) {
        return operation -> {
            threads.incrementAndGet();
            return work;
        };
    }

    /** The part of a client that counts here. */
    @FunctionalInterface
    private interface Opening {
        Client.Work forThread(Operation operation) throws IOException;
    }
}
