package io.github.mooring.pool;

/**
 * Who holds permits of a {@link Budget} for things that nobody uses at the moment, and can do without them; thread-safe.
 *
 * <p>Both methods are called by threads that wait for a permit, or for their sake, without any lock of the budget. What
 * they throw is counted in {@link BudgetStats#evictionFailures()} and goes no further. An evictable is itself and equal to
 * nothing else.
 *
 * <p><b>The other half of the bargain.</b> A waiter asks once. So whoever makes a thing idle looks at
 * {@link Budget#isContended()} <em>after</em> that, and if somebody waits, evicts it as if it had been asked. In that
 * order one of the two sees the other, and nobody waits while things are idle.
 */
public interface Evictable {
    /** For how many nanoseconds the thing that was used least recently has been idle; negative if nothing is. No I/O. */
    long oldestIdleNanos();

    /**
     * Ends the idle thing that was used least recently, and gives its permit back by {@link Budget#release()} once it is
     * ended.
     *
     * @return whether a permit was given back; false if nothing was idle any more
     */
    boolean evictOldest();
}
