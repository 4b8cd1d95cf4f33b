package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoException;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.time.Clock;
import io.github.mooring.wire.RawDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerMonitorTest {
    private static final Duration FREQUENCY = Duration.ofSeconds(10);
    private static final String AWAITABLE =
            "{ok: 1, topologyVersion: {processId: {$oid: '000000000000000000000001'}, counter: {$numberLong: '%d'}}}";

    private final AtomicLong nanos = new AtomicLong();
    private final Clock clock = Clock.of(nanos::get, (lock, condition, wait) -> {
        throw new AssertionError("a monitor waits for nobody");
    });
    private final FakeServer server = new FakeServer();
    private final Heard heard = new Heard();
    private final HeardByListener listener = new HeardByListener();
    private final ServerMonitor monitor = monitor(true);

    private ServerMonitor monitor(boolean mayAwait) {
        return new ServerMonitor(
                server::connect,
                new MonitorSettings(FREQUENCY, Duration.ofSeconds(5), mayAwait, Duration.ZERO),
                clock,
                heard,
                listener);
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** A run that is not too early. */
    private Duration runLater() {
        advance(ServerMonitor.LEAST_PAUSE);
        return monitor.runOnce();
    }

    @Test
    void aServerIsAskedOverAConnectionThatIsKept() {
        assertThat(monitor.runOnce()).isEqualTo(FREQUENCY);
        server.whileAnswering = () -> advance(Duration.ofMillis(7));
        runLater();
        runLater();

        assertThat(server.asked).as("the handshake is the first answer").containsExactly("hello", "hello");
        assertThat(server.connections).hasSize(1);
        assertThat(heard.events)
                .containsExactly(
                        "started", "succeeded in 0 ms", "started", "succeeded in 7 ms", "started", "succeeded in 7 ms");
    }

    @Test
    void connectingDoesNotCountAsDistance() {
        server.whileAnswering = () -> advance(Duration.ofSeconds(1));
        server.distance = Duration.ofMillis(7);

        monitor.runOnce();

        assertThat(heard.events).containsExactly("started", "succeeded in 7 ms");
    }

    @Test
    void aServerThatStopsAnsweringIsReportedAndAskedAgainAtOnceAndAfterThatInItsTurn() {
        monitor.runOnce();
        server.down = true;

        assertThat(runLater()).isEqualTo(ServerMonitor.LEAST_PAUSE);
        assertThat(runLater()).isEqualTo(FREQUENCY);

        assertThat(server.connections.get(0).open).isFalse();
        assertThat(heard.events)
                .containsExactly(
                        "started", "succeeded in 0 ms", "started", "failed: reset", "started", "failed: refused");
    }

    @Test
    void aServerThatRefusesToAnswerCountsAsNotAnswering() {
        server.answer = "{ok: 0, errmsg: 'no', code: 13}";

        monitor.runOnce();

        assertThat(heard.last()).contains("failed").contains("13").contains("no");
        assertThat(server.connections.get(0).open).isFalse();
    }

    @Test
    void aServerWhoseAnswerMakesNoSenseCountsAsNotAnswering() {
        server.answer = "{ok: 1, maxWireVersion: 'many'}";

        monitor.runOnce();

        assertThat(heard.last()).contains("failed").contains("maxWireVersion");
    }

    @Test
    void whileOperationsWaitItLooksOften() {
        heard.awaited = true;
        server.down = true;

        assertThat(monitor.runOnce()).isEqualTo(ServerMonitor.LEAST_PAUSE);
    }

    @Test
    void aRunThatComesTooEarlyAsksNobody() {
        monitor.runOnce();
        advance(Duration.ofMillis(30));

        assertThat(monitor.runOnce()).isEqualTo(Duration.ofMillis(70));
        assertThat(server.asked).isEmpty();
    }

    @Test
    void aServerThatCanIsAskedToKeepItsAnswerBack() {
        server.answer = AWAITABLE.formatted(1);

        assertThat(monitor.runOnce()).isEqualTo(Duration.ZERO);
        server.answer = AWAITABLE.formatted(2);
        assertThat(monitor.runOnce()).isEqualTo(Duration.ZERO);

        assertThat(heard.events)
                .containsExactly("started", "succeeded in 0 ms", "started, awaited", "succeeded, awaited");
        assertThat(server.deadlines).containsExactly(Duration.ofSeconds(15));
        assertThat(server.questions.get(0))
                .contains("\"maxAwaitTimeMS\": 10000")
                .contains("\"counter\": 1");
    }

    @Test
    void aServerThatIsToKeepItsAnswersBackAndDoesNotIsNotAskedWithoutEnd() {
        server.answer = AWAITABLE.formatted(1);
        monitor.runOnce();

        assertThat(monitor.runOnce()).isEqualTo(ServerMonitor.LEAST_PAUSE);
    }

    @Test
    void onlyWhoMayAwaitAsksForIt() {
        server.answer = AWAITABLE.formatted(1);
        ServerMonitor polling = monitor(false);

        assertThat(polling.runOnce()).isEqualTo(FREQUENCY);
        advance(FREQUENCY);
        assertThat(polling.runOnce()).isEqualTo(FREQUENCY);

        assertThat(heard.events).doesNotContain("started, awaited");
    }

    @Test
    void aCancelledCheckIsNoNewsAndTheNextOneGoesOverAnotherConnection() {
        server.answer = AWAITABLE.formatted(1);
        monitor.runOnce();
        server.whileAnswering = () -> {
            monitor.cancelCheck();
            server.down = true;
        };
        advance(FREQUENCY);

        assertThat(monitor.runOnce()).isEqualTo(ServerMonitor.LEAST_PAUSE);

        server.whileAnswering = () -> {};
        server.down = false;
        runLater();
        assertThat(heard.events)
                .containsExactly("started", "succeeded in 0 ms", "started, awaited", "started", "succeeded in 0 ms");
        assertThat(server.connections).hasSize(2);
    }

    @Test
    void aCheckThatIsCancelledWhileItConnectsGivesUpConnecting() {
        server.whileAnswering = () -> {
            assertThat(server.token.isCancelled()).isFalse();
            monitor.cancelCheck();
            assertThat(server.token.isCancelled()).isTrue();
            server.down = true;
        };

        assertThat(monitor.runOnce()).isEqualTo(FREQUENCY);

        assertThat(heard.events).as("what it ran into is no news").containsExactly("started");
        server.whileAnswering = () -> assertThat(server.token.isCancelled()).isFalse();
        server.down = false;
        runLater();
        assertThat(heard.last()).isEqualTo("succeeded in 0 ms");
    }

    @Test
    void aMonitorThatIsClosedWhileItConnectsGivesUpConnecting() {
        server.whileAnswering = () -> {
            monitor.close();
            assertThat(server.token.isCancelled()).isTrue();
            server.down = true;
        };

        monitor.runOnce();

        assertThat(heard.events).containsExactly("started");
    }

    @Test
    void aClosedMonitorAsksNoMoreAndKeepsNoConnection() {
        monitor.runOnce();

        monitor.close();
        monitor.close();
        runLater();

        assertThat(server.connections.get(0).open).isFalse();
        assertThat(server.asked).isEmpty();
    }

    @Test
    void aConnectionThatIsMadeWhileTheMonitorIsClosedIsClosedToo() {
        server.whileAnswering = monitor::close;

        monitor.runOnce();

        assertThat(server.connections.get(0).open).isFalse();
    }

    @Test
    void aFailureAfterTheCloseIsNobodysBusiness() {
        server.whileAnswering = () -> {
            monitor.close();
            server.down = true;
        };

        monitor.runOnce();

        assertThat(heard.events).containsExactly("started");
    }

    @Test
    void theListenerHearsOfEachHeartbeatHowItEnded() {
        server.answer = AWAITABLE.formatted(1);
        monitor.runOnce();
        server.down = true;
        runLater();
        server.whileAnswering = () -> {
            monitor.cancelCheck();
            server.down = true;
        };
        runLater();

        assertThat(listener.events)
                .containsExactly(
                        "started on 1",
                        "replied " + BsonDocument.parse(server.answer),
                        "succeeded in 0 ms",
                        "started on 1, awaited",
                        "failed: reset",
                        "started on 2",
                        "failed: refused");
    }

    @Test
    void theListenerHearsAnAnswerThatMakesNoSenseToo() {
        server.answer = "{ok: 1, maxWireVersion: 'many'}";

        monitor.runOnce();

        assertThat(listener.events)
                .hasSize(3)
                .startsWith("started on 1", "replied " + BsonDocument.parse(server.answer))
                .last()
                .asString()
                .startsWith("failed: ")
                .contains("maxWireVersion");
    }

    /** Writes down what a listener is told. */
    private static final class HeardByListener implements HeartbeatListener {
        final List<String> events = new ArrayList<>();

        @Override
        public void started(long connectionId, @Nullable Long serverConnectionId, boolean awaited) {
            events.add("started on " + connectionId + (awaited ? ", awaited" : ""));
        }

        @Override
        public void replied(RawDocument reply, ConnectionDescription who) {
            events.add("replied " + reply.toBsonDocument());
        }

        @Override
        public void succeeded(Duration took) {
            events.add("succeeded in " + took.toMillis() + " ms");
        }

        @Override
        public void failed(MongoException error, Duration took) {
            events.add("failed: " + error.getMessage());
        }
    }

    /** Writes down what it is told. */
    private static final class Heard implements ServerMonitor.Owner {
        final List<String> events = new ArrayList<>();
        boolean awaited;

        String last() {
            return events.get(events.size() - 1);
        }

        @Override
        public void heartbeatStarted(boolean wasAwaited) {
            events.add(wasAwaited ? "started, awaited" : "started");
        }

        @Override
        public void heartbeatSucceeded(HelloReply reply, Duration took, boolean wasAwaited) {
            events.add(wasAwaited ? "succeeded, awaited" : "succeeded in " + took.toMillis() + " ms");
        }

        @Override
        public void heartbeatFailed(MongoException error, Duration took, boolean wasAwaited) {
            events.add("failed: " + error.getMessage());
        }

        @Override
        public boolean isAwaited() {
            return awaited;
        }
    }
}
