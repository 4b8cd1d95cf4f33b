package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServerMonitorTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Clock clock = Clock.of(nanos::get, (lock, condition, wait) -> {
        throw new AssertionError("a monitor waits for nobody");
    });
    private final FakeServer server = new FakeServer();
    private final AtomicInteger failures = new AtomicInteger();
    private final ServerMonitor monitor =
            new ServerMonitor(server::connect, Duration.ofSeconds(10), clock, failures::incrementAndGet);

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void nothingIsKnownBeforeTheFirstAnswer() {
        assertThat(monitor.heartbeat()).isEqualTo(new Heartbeat(0, 0, null, null, null));
    }

    @Test
    void aHandshakeIsTheFirstAnswerAndTheConnectionIsKept() {
        server.whileAnswering = () -> advance(Duration.ofMillis(7));

        monitor.runOnce();
        assertThat(monitor.heartbeat())
                .isEqualTo(new Heartbeat(1, 0, Duration.ofMillis(7), Instant.EPOCH.plusMillis(7), null));
        assertThat(server.asked).isEmpty();

        monitor.runOnce();
        assertThat(monitor.heartbeat().answered()).isEqualTo(2);
        assertThat(server.asked).containsExactly("hello");
        assertThat(server.connections).hasSize(1);
    }

    @Test
    void aServerThatStopsAnsweringIsReportedAndItsConnectionClosed() {
        monitor.runOnce();
        server.down = true;

        monitor.runOnce();

        assertThat(failures).hasValue(1);
        assertThat(server.connections.get(0).open).isFalse();
        assertThat(monitor.heartbeat().failed()).isEqualTo(1);
        assertThat(monitor.heartbeat().error()).isEqualTo("reset");
        assertThat(monitor.heartbeat().roundTrip()).isNotNull();
    }

    @Test
    void aServerThatRefusesToAnswerCountsAsNotAnswering() {
        monitor.runOnce();
        server.answer = "{ok: 0, errmsg: 'no'}";

        monitor.runOnce();

        assertThat(failures).hasValue(1);
        assertThat(monitor.heartbeat().error()).isEqualTo("the server refuses to say how it is: no");
    }

    @Test
    void aServerWhoseAnswerMakesNoSenseCountsAsNotAnswering() {
        monitor.runOnce();
        server.answer = "{ok: 'yes'}";

        monitor.runOnce();

        assertThat(failures).hasValue(1);
        assertThat(server.connections.get(0).open).isFalse();
        assertThat(monitor.heartbeat().error()).contains("string");
    }

    @Test
    void aServerThatComesBackIsConnectedToAgain() {
        server.down = true;
        monitor.runOnce();
        monitor.runOnce();
        assertThat(failures).hasValue(2);

        server.down = false;
        monitor.runOnce();

        assertThat(monitor.heartbeat().error()).isNull();
        assertThat(monitor.heartbeat().answered()).isEqualTo(1);
        assertThat(monitor.heartbeat().failed()).isEqualTo(2);
    }

    @Test
    void aClosedMonitorAsksNoMoreAndKeepsNoConnection() {
        monitor.runOnce();

        monitor.close();
        monitor.close();
        monitor.runOnce();

        assertThat(server.connections.get(0).open).isFalse();
        assertThat(server.connections).hasSize(1);
    }

    @Test
    void aConnectionThatIsMadeWhileTheMonitorIsClosedIsClosedToo() {
        server.whileAnswering = monitor::close;

        monitor.runOnce();

        assertThat(server.connections.get(0).open).isFalse();
    }

    @Test
    void aFailureAfterTheCloseIsNobodysBusiness() {
        server.down = true;
        server.whileAnswering = monitor::close;

        monitor.runOnce();

        assertThat(failures).hasValue(0);
        assertThat(monitor.heartbeat().failed()).isZero();
    }
}
