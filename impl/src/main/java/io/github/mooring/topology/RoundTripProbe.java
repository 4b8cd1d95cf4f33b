package io.github.mooring.topology;

import io.github.mooring.api.MongoException;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.MonitorCommand;
import io.github.mooring.connection.MonitorConnection;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far away a server is that keeps its answers to the monitor back, over one more connection.
 *
 * <p>{@link #measure} is called by one thread at a time, {@link #close} by any.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-monitoring.md#measuring-rtt">
 *     Server Monitoring: measuring RTT</a>
 */
public final class RoundTripProbe implements AutoCloseable {
    private final Function<Deadline, MonitorConnection> connect;
    private final Clock clock;
    /** Set by {@link #measure} alone; {@link #close} closes what it finds there. */
    private volatile @Nullable Connection connection;
    /** Only ever goes from false to true. */
    private volatile boolean closed;

    /**
     * A probe that is not connected.
     *
     * @param connect opens a connection without a user
     */
    public RoundTripProbe(Function<Deadline, MonitorConnection> connect, Clock clock) {
        this.connect = connect;
        this.clock = clock;
    }

    /**
     * Asks the server once.
     *
     * @param timeout longest time for the answer, connecting included; zero is no limit
     * @return how long the answer took, without connecting
     * @throws MongoException if there was none; the next measurement begins with another connection
     */
    public Duration measure(Duration timeout) {
        Deadline deadline = Deadline.afterOrNever(clock, timeout);
        boolean answered = false;
        try {
            Connection current = connection;
            Duration took = current != null && current.isUsable() ? ask(current, deadline) : connect(deadline);
            answered = true;
            return took;
        } finally {
            if (!answered) {
                disconnect();
            }
        }
    }

    private Duration ask(Connection current, Deadline deadline) {
        long start = clock.nanoTime();
        var unused = current.call(
                MonitorCommand.forServer(current.description()),
                deadline,
                (body, server) -> HelloReply.of(server.server(), body));
        return Duration.ofNanos(clock.nanoTime() - start);
    }

    private Duration connect(Deadline deadline) {
        MonitorConnection opened = connect.apply(deadline);
        connection = opened.connection();
        if (closed) {
            opened.connection().close();
        }
        return opened.took();
    }

    /** Ends it and its connection; a measurement under way fails. Idempotent, does not block. */
    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    private void disconnect() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }
}
