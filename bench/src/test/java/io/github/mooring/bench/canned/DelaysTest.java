package io.github.mooring.bench.canned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only lower bounds of time are looked at: what a busy machine adds fails no test. */
@Timeout(30)
class DelaysTest {
    /** Replies may be this much early, see {@link Delays}. */
    private static final Duration EARLY = Duration.ofNanos(25_000);

    private final List<CannedServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(CannedServer::close);
    }

    @Test
    void aReplyComesAfterTheLatencyAndThoseOfAPipelineOverlap() throws IOException {
        Duration latency = Duration.ofMillis(200);
        int port = start(Behaviour.PLAIN.withLatency(latency));
        int count = 1000;

        Duration took = answered(port, "find", count);

        assertThat(took).isGreaterThanOrEqualTo(latency.minus(EARLY));
        // one after the other would take 200 s, more than this test has
    }

    @Test
    void aConnectionIsServedOneRequestAtATime() throws IOException {
        Duration service = Duration.ofMillis(5);
        int port = start(Behaviour.PLAIN.withService(service));

        Duration took = answered(port, "find", 20);

        assertThat(took).isGreaterThanOrEqualTo(service.multipliedBy(20).minus(EARLY));
    }

    @Test
    void onlyAHelloIsDelayedByTheHandshake() throws IOException {
        Duration handshake = Duration.ofMillis(200);
        int port = start(Behaviour.PLAIN.withHandshake(handshake));

        assertThat(answered(port, "hello", 1)).isGreaterThanOrEqualTo(handshake.minus(EARLY));
        for (int i = 0; i < 200; i++) {
            // 40 s, if they were delayed
            answered(port, "ping", 1);
        }
    }

    @Test
    void connectionsDoNotWaitForEachOther() throws IOException {
        int port = start(Behaviour.PLAIN.withService(Duration.ofMillis(100)));
        try (Pipeline busy = new Pipeline(port);
                Pipeline other = new Pipeline(port)) {
            busy.sendQuietly(Pipeline.requests("find", 1, 1000));
            other.sendQuietly(Pipeline.requests("find", 1, 2));

            // behind the other's requests it would be 100 s
            assertThat(other.answers(2)).containsExactly(1, 2);
        }
    }

    @Test
    void aClientThatHangsUpDoesNotDisturbOthers() throws IOException {
        int port = start(Behaviour.PLAIN.withLatency(Duration.ofMillis(20)));
        for (int i = 0; i < 10; i++) {
            try (Pipeline gone = new Pipeline(port)) {
                gone.sendQuietly(Pipeline.requests("find", 1, 1000));
            }
        }

        try (Pipeline patient = new Pipeline(port)) {
            patient.sendQuietly(Pipeline.requests("find", 1, 100));
            assertThat(patient.answers(100)).isEqualTo(Pipeline.numbers(1, 100));
        }
    }

    private int start(Behaviour behaviour) throws IOException {
        CannedServer server = CannedServer.start(List.of(behaviour), false);
        servers.add(server);
        return server.ports().get(0);
    }

    private static Duration answered(int port, String command, int count) throws IOException {
        try (Pipeline pipeline = new Pipeline(port)) {
            long begun = System.nanoTime();
            pipeline.sendQuietly(Pipeline.requests(command, 1, count));
            assertThat(pipeline.answers(count)).isEqualTo(Pipeline.numbers(1, count));
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }
}
