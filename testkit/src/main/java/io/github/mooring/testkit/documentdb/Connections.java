package io.github.mooring.testkit.documentdb;

import io.github.mooring.testkit.engine.CommandFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A small pool of connections to the database. Thread-safe. */
final class Connections implements AutoCloseable {
    /** Connections at once, those of open transactions and of cursors that live in their connection included. */
    private static final int MAX = 32;

    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final int INTERRUPTED = 11601;
    private static final int EXCEEDED_TIME_LIMIT = 262;

    private final String url;
    private final Properties properties = new Properties();
    private final Semaphore free = new Semaphore(MAX, true);
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Connections(String url) {
        this.url = url;
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "120");
        // no statement runs for ever, whatever the client asked for; a batch may be as long as a server says that it
        // may be
        properties.setProperty("options", "-c statement_timeout=60000 -c documentdb.maxWriteBatchSize=100000");
        properties.setProperty("ApplicationName", "testkit");
    }

    /**
     * A connection in autocommit mode; the caller gives it back or discards it.
     *
     * @throws CommandFailure if all are in use for too long
     */
    Connection take() throws SQLException {
        await();
        Connection pooled = idle.pollFirst();
        if (pooled != null) {
            return pooled;
        }
        boolean connected = false;
        try {
            Connection fresh = DriverManager.getConnection(url, properties);
            connected = true;
            return fresh;
        } finally {
            if (!connected) {
                free.release();
            }
        }
    }

    private void await() {
        try {
            if (!free.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CommandFailure(
                        EXCEEDED_TIME_LIMIT,
                        "all " + MAX + " connections to the database have been in use for " + WAIT.toSeconds()
                                + " s: too many open transactions or cursors");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(INTERRUPTED, "interrupted while waiting for a connection to the database");
        }
    }

    /** Takes a connection back that is in autocommit mode, or broken. */
    void giveBack(Connection connection) {
        boolean usable = !closed && isOpen(connection);
        if (usable) {
            idle.addFirst(connection);
            free.release();
        } else {
            discard(connection);
        }
    }

    /** Closes a connection, and with it what lives in it. */
    void discard(Connection connection) {
        quietly(connection);
        free.release();
    }

    private static boolean isOpen(Connection connection) {
        try {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    /** A connection that cannot even be closed is gone already. */
    @SuppressWarnings("EmptyCatch")
    private static void quietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // nothing is left to be done
        }
    }

    /** Closes those that are idle; those in use are closed as they come back. */
    @Override
    public void close() {
        closed = true;
        for (@Nullable Connection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            quietly(next);
        }
    }
}
