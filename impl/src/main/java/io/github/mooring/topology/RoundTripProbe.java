package io.github.mooring.topology;

import io.github.mooring.api.MongoException;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.MonitorCommand;
import io.github.mooring.connection.MonitorConnection;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server that keeps its answers to the monitor back, over one more connection: how far away it is, or whether it is
 * there at all.
 *
 * <p>{@link #measure} is called by one thread at a time, everything else by any.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-monitoring.md#measuring-rtt">
 *     Server Monitoring: measuring RTT</a>
 */
public final class RoundTripProbe implements AutoCloseable {
    private final BiFunction<Deadline, Cancellation, MonitorConnection> connect;
    private final Clock clock;
    /** Cancelled by {@link #close}. */
    private final Cancellation end = new Cancellation();
    /** Set by {@link #measure} alone; {@link #close} closes what it finds there. */
    private volatile @Nullable Connection connection;
    /**
     * A probe that is not connected.
     *
     * @param connect opens a connection without a user; gives up when the token is cancelled
     */
    public RoundTripProbe(BiFunction<Deadline, Cancellation, MonitorConnection> connect, Clock clock) {
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
        MonitorConnection opened = connect.apply(deadline, end);
        connection = opened.connection();
        if (end.isCancelled()) {
            opened.connection().close();
        }
        return opened.took();
    }

    /** Ends it and its connection; a measurement under way fails. Idempotent, does not block. */
    @Override
    public void close() {
        end.cancel();
        disconnect();
    }

    /** Gives its connection up, if it has one; the next measurement makes another. Does not block. */
    public void disconnect() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }
}
