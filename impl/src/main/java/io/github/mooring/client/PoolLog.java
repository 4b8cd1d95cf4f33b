package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.pool.CheckOutFailure;
import io.github.mooring.pool.CloseReason;
import io.github.mooring.pool.PoolConfig;
import io.github.mooring.pool.PoolListener;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Map;
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

    private LogLine line(String message) {
        return new LogLine(message).with(address);
    }

    private LogLine line(String message, long id) {
        return line(message).with("driverConnectionId", id);
    }

    @Override
    public void poolCreated(PoolConfig config) {
        LogLine line = line("Connection pool created");
        options.forEach(line::with);
        line.write(log);
    }

    @Override
    public void poolReady() {
        line("Connection pool ready").write(log);
    }

    @Override
    public void poolCleared(boolean interruptInUse) {
        line("Connection pool cleared").write(log);
    }

    @Override
    public void groupCleared(Object group, boolean interruptInUse) {
        line("Connection pool cleared").with("serviceId", group.toString()).write(log);
    }

    @Override
    public void poolClosed() {
        line("Connection pool closed").write(log);
    }

    @Override
    public void created(long id) {
        line("Connection created", id).write(log);
    }

    @Override
    public void ready(long id, Duration took) {
        line("Connection ready", id).with(took).write(log);
    }

    @Override
    public void closed(long id, CloseReason reason, @Nullable Throwable error) {
        String why = switch (reason) {
            case STALE -> "Connection became stale because the pool was cleared";
            case IDLE -> "Connection has been available but unused for longer than the configured max idle time";
            case ERROR -> "An error occurred while using the connection";
            case POOL_CLOSED -> "Connection pool was closed";
        };
        line("Connection closed", id)
                .with("reason", why)
                .withError("error", error)
                .write(log);
    }

    @Override
    public void checkOutStarted() {
        line("Connection checkout started").write(log);
    }

    @Override
    public void checkOutFailed(CheckOutFailure reason, Duration took, @Nullable Throwable cause) {
        String why = switch (reason) {
            case TIMEOUT -> "Wait queue timeout elapsed without a connection becoming available";
            case CONNECTION_ERROR -> "An error occurred while trying to establish a new connection";
            case POOL_CLOSED -> "Connection pool was closed";
        };
        line("Connection checkout failed")
                .with("reason", why)
                .withError("error", reason == CheckOutFailure.CONNECTION_ERROR ? cause : null)
                .with(took)
                .write(log);
    }

    @Override
    public void checkedOut(long id, Duration took) {
        line("Connection checked out", id).with(took).write(log);
    }

    @Override
    public void checkedIn(long id) {
        line("Connection checked in", id).write(log);
    }
}
