package io.github.mooring.pool;

/**
 * One new resource after the other turned out unfit: out of date when it was done, or not usable. More of them would not
 * help; that nothing fit was ever made is for whoever makes them to explain.
 */
public final class PoolUnfitException extends PoolException {
    private static final long serialVersionUID = 1;

    PoolUnfitException(String pool, int unfit, PoolStats stats) {
        super("pool " + pool + ": " + unfit
                + " resources created since this check-out began were unusable, or out of date because the pool was"
                + " cleared meanwhile; it gives up (" + stats + ")");
    }
}
