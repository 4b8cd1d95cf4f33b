package io.github.mooring.pool;

/** How one lease uses its resource. */
public enum Use {
    /** Alone: nobody else has the resource meanwhile. */
    EXCLUSIVE,
    /** In company, if the pool's {@link Sharing} allows it. */
    SHARED
}
