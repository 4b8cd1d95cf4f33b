package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.pool.CheckOutFailure;
import io.github.mooring.pool.CloseReason;
import io.github.mooring.pool.PoolConfig;
import io.github.mooring.pool.PoolListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens in a pool to the log, one line each, in the words of the specification; thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#connection-pool-logging">
 *     Connection Monitoring and Pooling: connection pool logging</a>
 */
final class PoolLog implements PoolListener {
    /** The specification's component {@code connection}. */
    static final String LOGGER = "io.github.mooring.connection";

    /** The specification's level. */
    static final Level LEVEL = Level.DEBUG;

    private static final double NANOS_PER_MILLI = 1e6;

    private final Logger log;
    private final ServerAddress address;
    private final Map<String, Object> options;

    /**
     * The log of a pool.
     *
     * @param options those that are not at their defaults
     */
    PoolLog(Logger log, ServerAddress address, Map<String, Object> options) {
        this.log = log;
        this.address = address;
        this.options = options;
    }

    private void write(String line) {
        log.log(LEVEL, line);
    }

    private String connection(long id) {
        return "address=" + address + ", driver-generated ID=" + id;
    }

    private static String millis(Duration time) {
        return time.toNanos() / NANOS_PER_MILLI + " ms";
    }

    @Override
    public void poolCreated(PoolConfig config) {
        String given = options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(", "));
        write("Connection pool created for " + address + (given.isEmpty() ? "" : " using options " + given));
    }

    @Override
    public void poolReady() {
        write("Connection pool ready for " + address);
    }

    @Override
    public void poolCleared(boolean interruptInUse) {
        write("Connection pool for " + address + " cleared");
    }

    @Override
    public void poolClosed() {
        write("Connection pool closed for " + address);
    }

    @Override
    public void created(long id) {
        write("Connection created: " + connection(id));
    }

    @Override
    public void ready(long id, Duration took) {
        write("Connection ready: " + connection(id) + ", established in=" + millis(took));
    }

    @Override
    public void closed(long id, CloseReason reason, @Nullable Throwable error) {
        String why = switch (reason) {
            case STALE -> "Connection became stale because the pool was cleared";
            case IDLE -> "Connection has been available but unused for longer than the configured max idle time";
            case ERROR -> "An error occurred while using the connection";
            case POOL_CLOSED -> "Connection pool was closed";
        };
        write("Connection closed: " + connection(id) + ". Reason: " + why + (error == null ? "" : ". Error: " + error));
    }

    @Override
    public void checkOutStarted() {
        write("Checkout started for connection to " + address);
    }

    @Override
    public void checkOutFailed(CheckOutFailure reason, Duration took, @Nullable Throwable cause) {
        String why = switch (reason) {
            case TIMEOUT -> "Wait queue timeout elapsed without a connection becoming available";
            case CONNECTION_ERROR -> "An error occurred while trying to establish a new connection";
            case POOL_CLOSED -> "Connection pool was closed";
        };
        write("Checkout failed for connection to " + address + ". Reason: " + why
                + (cause == null || reason != CheckOutFailure.CONNECTION_ERROR ? "" : ". Error: " + cause)
                + ". Duration: " + millis(took));
    }

    @Override
    public void checkedOut(long id, Duration took) {
        write("Connection checked out: " + connection(id) + ", duration=" + millis(took));
    }

    @Override
    public void checkedIn(long id) {
        write("Connection checked in: " + connection(id));
    }
}
