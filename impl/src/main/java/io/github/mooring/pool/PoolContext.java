package io.github.mooring.pool;

import io.github.mooring.time.Clock;
import io.github.mooring.time.CoarseClock;
import java.util.function.DoubleSupplier;

/**
 * What a pool needs from outside; many pools may have one in common.
 *
 * @param clock    measures waits and creations
 * @param coarse   stamps resources; somebody has to tick it
 * @param listener hears what happens
 * @param budget   has a permit for each resource of all pools that share it
 * @param jitter   numbers from 0 (included) to 1 (excluded), by which the life of resources is varied
 */
public record PoolContext(
        Clock clock, CoarseClock coarse, PoolListener listener, Budget budget, DoubleSupplier jitter) {
    /** One whose stamps are exact, at the price of reading the clock at each check-out and return. */
    public PoolContext(Clock clock, PoolListener listener, Budget budget) {
        this(clock, CoarseClock.exact(clock), listener, budget, new Jitter());
    }

    /** One without listener and budget. */
    public static PoolContext of(Clock clock) {
        return new PoolContext(clock, PoolListener.NONE, Budget.unlimited());
    }

    /** The same with another coarse clock. */
    public PoolContext withCoarse(CoarseClock other) {
        return new PoolContext(clock, other, listener, budget, jitter);
    }

    /** The same with another listener. */
    public PoolContext withListener(PoolListener other) {
        return new PoolContext(clock, coarse, other, budget, jitter);
    }

    /** The same with another budget. */
    public PoolContext withBudget(Budget other) {
        return new PoolContext(clock, coarse, listener, other, jitter);
    }

    /** The same with another source of jitter. */
    public PoolContext withJitter(DoubleSupplier other) {
        return new PoolContext(clock, coarse, listener, budget, other);
    }
}
