package io.github.mooring.model;

/**
 * Stands in for {@link java.util.concurrent.locks.Condition}. A wait never ends for no reason, so that a signal that is
 * missing shows.
 */
public interface ModelCondition {
    /** As the original. */
    void await() throws InterruptedException;

    /** As the original. */
    long awaitNanos(long nanos) throws InterruptedException;

    /** As the original. */
    void signal();

    /** As the original. */
    void signalAll();
}
