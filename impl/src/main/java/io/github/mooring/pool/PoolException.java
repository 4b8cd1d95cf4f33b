package io.github.mooring.pool;

import org.jspecify.annotations.Nullable;

/**
 * No lease could be had, for a reason of the pool's own; nothing was sent anywhere and no permit is held.
 *
 * <p>Internal: the layers above translate it. What a factory throws is not wrapped in it.
 */
public abstract sealed class PoolException extends RuntimeException
        permits PoolTimeoutException,
                PoolClosedException,
                PoolPausedException,
                PoolInterruptedException,
                PoolCancelledException,
                PoolQueueFullException,
                PoolLimitException,
                PoolUnfitException,
                BudgetTimeoutException {
    private static final long serialVersionUID = 1;

    PoolException(String message) {
        super(message);
    }

    PoolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
