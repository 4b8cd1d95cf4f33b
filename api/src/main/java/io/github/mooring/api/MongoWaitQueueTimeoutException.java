package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * No connection became free in time. Nothing was sent. The text tells how many connections there are and how many
 * callers wait for one; raise {@code maxPoolSize}, or look for whoever holds them for long.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md">
 *     Connection Monitoring and Pooling: wait queue</a>
 */
public final class MongoWaitQueueTimeoutException extends MongoTimeoutException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoWaitQueueTimeoutException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
