package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ConnectionCheckOutFailed;
import io.github.mooring.api.event.ConnectionCheckOutStarted;
import io.github.mooring.api.event.ConnectionCheckedIn;
import io.github.mooring.api.event.ConnectionCheckedOut;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.api.event.ConnectionCreated;
import io.github.mooring.api.event.ConnectionPoolCleared;
import io.github.mooring.api.event.ConnectionPoolClosed;
import io.github.mooring.api.event.ConnectionPoolCreated;
import io.github.mooring.api.event.ConnectionPoolEvent;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.api.event.ConnectionPoolReady;
import io.github.mooring.api.event.ConnectionReady;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.pool.CheckOutFailure;
import io.github.mooring.pool.CloseReason;
import io.github.mooring.pool.PoolListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a pool's events. That they come when they should is for the pool's own tests to say. */
class PoolListenersTest {
    private static final ObjectId SERVICE = new ObjectId("6500000000000000000000a1");
    private static final ServerAddress SERVER = new ServerAddress("db.example", 27018);
    private static final Identity ANN = new Credential("ann", "people", null, "s3cret".toCharArray());
    private static final Duration TOOK = Duration.ofNanos(1_500_000);
    private static final ClientOptions OPTIONS = ClientOptions.parse(
            "mongodb://db.example:27018/?minPoolSize=1&maxPoolSize=5&maxIdleTimeMS=10000&connectionSharing=never");
    private static final Map<String, Object> CHANGED = Map.of(
            "connectionSharing",
            "never",
            "maxIdleTimeMS",
            10_000L,
            "maxInFlight",
            1,
            "maxPoolSize",
            5,
            "minPoolSize",
            1);

    private final RecordingPoolListener heard = new RecordingPoolListener();
    private final CapturedLog log = CapturedLog.of(PoolLog.LOGGER, Level.INFO);
    private final CapturedLog warnings = CapturedLog.of(PoolEvents.class.getName(), Level.INFO);

    @AfterEach
    void releaseLogs() {
        log.close();
        warnings.close();
    }

    /** Everything once, in an order that a pool might have. */
    private static void tellEverything(PoolListener listener) {
        listener.poolCreated(OPTIONS.pool().config());
        listener.poolReady();
        listener.checkOutStarted();
        listener.created(1);
        listener.ready(1, TOOK);
        listener.checkedOut(1, TOOK);
        listener.checkOutFailed(CheckOutFailure.TIMEOUT, TOOK, null);
        listener.checkedIn(1);
        listener.poolCleared(true);
        listener.groupCleared(SERVICE, false);
        listener.closed(1, CloseReason.STALE, null);
        listener.poolClosed();
    }

    @Test
    void theApplicationHearsEveryEventInItsOwnWords() {
        tellEverything(PoolListeners.of(OPTIONS.withConnectionPoolListener(heard), SERVER, ANN));

        String user = "ann@people";
        assertThat(heard.events())
                .containsExactly(
                        new ConnectionPoolCreated(SERVER, user, CHANGED),
                        new ConnectionPoolReady(SERVER, user),
                        new ConnectionCheckOutStarted(SERVER, user),
                        new ConnectionCreated(SERVER, user, 1),
                        new ConnectionReady(SERVER, user, 1, TOOK),
                        new ConnectionCheckedOut(SERVER, user, 1, TOOK),
                        new ConnectionCheckOutFailed(SERVER, user, ConnectionCheckOutFailed.Reason.TIMEOUT, TOOK),
                        new ConnectionCheckedIn(SERVER, user, 1),
                        new ConnectionPoolCleared(SERVER, user, true),
                        new ConnectionPoolCleared(SERVER, user, false, SERVICE),
                        new ConnectionClosed(SERVER, user, 1, ConnectionClosed.Reason.STALE, null),
                        new ConnectionPoolClosed(SERVER, user));
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void everyReasonHasItsWordForTheApplication() {
        PoolListener listener =
                PoolListeners.of(OPTIONS.withConnectionPoolListener(heard), SERVER, Identity.anonymous());
        for (CloseReason reason : CloseReason.values()) {
            listener.closed(1, reason, null);
        }
        for (CheckOutFailure reason : CheckOutFailure.values()) {
            listener.checkOutFailed(reason, TOOK, null);
        }

        assertThat(heard.of(ConnectionClosed.class).stream()
                        .map(event -> event.reason().name()))
                .containsExactly("STALE", "IDLE", "ERROR", "POOL_CLOSED");
        assertThat(heard.of(ConnectionCheckOutFailed.class).stream()
                        .map(event -> event.reason().name()))
                .containsExactly("TIMEOUT", "CONNECTION_ERROR", "POOL_CLOSED");
        assertThat(heard.events()).extracting(ConnectionPoolEvent::user).containsOnlyNulls();
    }

    @Test
    void theApplicationHearsWhatClosedAConnection() {
        PoolListener listener = PoolListeners.of(OPTIONS.withConnectionPoolListener(heard), SERVER, ANN);
        IllegalStateException error = new IllegalStateException("reset");

        listener.closed(1, CloseReason.ERROR, error);

        assertThat(heard.events())
                .containsExactly(new ConnectionClosed(SERVER, "ann@people", 1, ConnectionClosed.Reason.ERROR, error));
    }

    @Test
    void aListenerThatThrowsIsLoggedOnceForEachKindOfEvent() {
        ConnectionPoolListener broken = new ConnectionPoolListener() {
            @Override
            public void connectionCreated(ConnectionCreated event) {
                throw new IllegalStateException("no disk for event " + event.connectionId());
            }

            @Override
            public void connectionClosed(ConnectionClosed event) {
                throw new AssertionError("a test's, left behind");
            }
        };
        PoolListener listener =
                PoolListeners.of(OPTIONS.withConnectionPoolListener(broken), SERVER, Identity.anonymous());

        tellEverything(listener);
        tellEverything(listener);

        assertThat(warnings.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("MOOR0401: the connection pool listener "
                                + broken.getClass().getName() + " failed at "))
                .satisfiesExactly(
                        line -> assertThat(line).contains("ConnectionCreated of the pool for db.example:27018"),
                        line -> assertThat(line).contains("ConnectionClosed of the pool for db.example:27018"));
        assertThat(warnings.thrown()).extracting(Throwable::getMessage).startsWith("no disk for event 1");
    }

    @Test
    void theLogSpeaksAsTheSpecificationHasIt() {
        log.level(Level.FINE);

        PoolListener listener = PoolListeners.of(OPTIONS, SERVER, ANN);
        tellEverything(listener);
        listener.checkOutFailed(CheckOutFailure.CONNECTION_ERROR, TOOK, new IllegalStateException("no route"));
        listener.closed(2, CloseReason.ERROR, null);
        listener.closed(3, CloseReason.ERROR, new IllegalStateException("reset"));

        String server = ": serverHost=db.example, serverPort=27018";
        String connection = server + ", driverConnectionId=";
        assertThat(log.texts())
                .containsExactly(
                        "Connection pool created" + server + ", connectionSharing=never, maxIdleTimeMS=10000,"
                                + " maxInFlight=1, maxPoolSize=5, minPoolSize=1",
                        "Connection pool ready" + server,
                        "Connection checkout started" + server,
                        "Connection created" + connection + "1",
                        "Connection ready" + connection + "1, durationMS=1.5",
                        "Connection checked out" + connection + "1, durationMS=1.5",
                        "Connection checkout failed" + server + ", reason=Wait queue timeout elapsed without a"
                                + " connection becoming available, durationMS=1.5",
                        "Connection checked in" + connection + "1",
                        "Connection pool cleared" + server,
                        "Connection pool cleared" + server + ", serviceId=6500000000000000000000a1",
                        "Connection closed" + connection
                                + "1, reason=Connection became stale because the pool was cleared",
                        "Connection pool closed" + server,
                        "Connection checkout failed" + server + ", reason=An error occurred while trying to establish a"
                                + " new connection, error=java.lang.IllegalStateException: no route, durationMS=1.5",
                        "Connection closed" + connection + "2, reason=An error occurred while using the connection",
                        "Connection closed" + connection + "3, reason=An error occurred while using the connection,"
                                + " error=java.lang.IllegalStateException: reset");
        assertThat(log.levels()).containsOnly(Level.FINE);
    }

    @Test
    void logAndApplicationHearTheSame() {
        log.level(Level.FINE);

        tellEverything(PoolListeners.of(OPTIONS.withConnectionPoolListener(heard), SERVER, Identity.anonymous()));

        assertThat(heard.events()).hasSize(12);
        assertThat(log.lines()).hasSize(12);
    }

    @Test
    void aPoolThatNobodyWatchesHearsNothingOfCheckOuts() {
        assertThat(PoolListeners.of(OPTIONS, SERVER, ANN).hearsCheckOuts()).isFalse();
        assertThat(List.of(PoolListeners.of(OPTIONS.withConnectionPoolListener(heard), SERVER, ANN)
                        .hearsCheckOuts()))
                .containsExactly(true);
    }
}
