package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.pool.BudgetTimeoutException;
import io.github.mooring.pool.PoolCancelledException;
import io.github.mooring.pool.PoolClosedException;
import io.github.mooring.pool.PoolException;
import io.github.mooring.pool.PoolInterruptedException;
import io.github.mooring.pool.PoolPausedException;
import io.github.mooring.pool.PoolQueueFullException;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.pool.PoolTimeoutException;

/**
 * What the errors of a pool are to an application: the specification's sentence where it has one, then the pool's own
 * numbers. Stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#connection-pool-errors">
 *     Connection Monitoring and Pooling: connection pool errors</a>
 */
final class PoolErrors {
    private static final String TIMED_OUT = "Timed out while checking out a connection from connection pool: ";
    private static final String CLOSED = "Attempted to check out a connection from closed connection pool: ";

    private PoolErrors() {}

    /**
     * Who has the connections.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/load-balancers/load-balancers.md#connection-tracking">
     *     Load Balancer Support: connection tracking</a>
     */
    private static String kept(PoolStats stats) {
        return "Timeout waiting for connection from the connection pool. maxPoolSize: " + stats.maxSize()
                + ", connections in use by cursors: " + stats.cursors() + ", connections in use by transactions: "
                + stats.transactions() + ", connections in use by other operations: " + stats.operations() + ": ";
    }

    /** As below, of connections through a load balancer, where cursors keep them from others. */
    static MongoException translatedBalanced(PoolException e, ServerAddress balancer) {
        return e instanceof PoolTimeoutException timeout
                ? new MongoWaitQueueTimeoutException(
                        kept(timeout.stats()) + e.getMessage(), ErrorContext.unsent(balancer), e)
                : translated(e, balancer);
    }

    /** The application's error for one of a pool of connections to a server. Nothing was sent. */
    static MongoException translated(PoolException e, ServerAddress server) {
        ErrorContext context = ErrorContext.unsent(server);
        String message = String.valueOf(e.getMessage());
        if (e instanceof PoolTimeoutException || e instanceof BudgetTimeoutException) {
            return new MongoWaitQueueTimeoutException(TIMED_OUT + message, context, e);
        }
        if (e instanceof PoolQueueFullException) {
            return new MongoWaitQueueTimeoutException(
                    message + "; raise maxWaitQueueSize or maxPoolSize, or send fewer callers", context, e);
        }
        if (e instanceof PoolInterruptedException) {
            return new MongoInterruptedException(message, context, e);
        }
        if (e instanceof PoolClosedException) {
            return new MongoClosedException(CLOSED + message, context, e);
        }
        if (e instanceof PoolCancelledException) {
            return new MongoClosedException("the session was closed meanwhile: " + message, context, e);
        }
        if (e instanceof PoolPausedException) {
            return new MongoConnectException(
                    "Connection pool for " + server + " was cleared because another operation failed: " + message,
                    context,
                    e);
        }
        return new MongoConnectException(message, context, e);
    }
}
