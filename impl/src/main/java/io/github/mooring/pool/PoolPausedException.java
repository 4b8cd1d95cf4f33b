package io.github.mooring.pool;

import org.jspecify.annotations.Nullable;

/**
 * The pool does not serve at the moment: it was cleared before or while the caller waited, or has not been ready yet. The
 * operation may be tried again, once the pool is ready; it says nothing new about whatever the resources come from.
 */
public final class PoolPausedException extends PoolException {
    private static final long serialVersionUID = 1;

    PoolPausedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
