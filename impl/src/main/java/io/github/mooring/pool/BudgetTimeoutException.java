package io.github.mooring.pool;

import java.time.Duration;

/** The time ran out before a {@link Budget} had a permit: all are out, and nothing that holds one was idle. */
public final class BudgetTimeoutException extends PoolException {
    private static final long serialVersionUID = 1;

    private final Duration waited;
    private final BudgetStats stats;

    BudgetTimeoutException(String budget, Duration waited, BudgetStats stats) {
        super(budget + ": no permit came free within " + waited.toMillis() + " ms and nothing idle could make room ("
                + stats + ")");
        this.waited = waited;
        this.stats = stats;
    }

    /** How long the caller stood in the wait queue of the budget. */
    public Duration waited() {
        return waited;
    }

    /** The budget when the caller gave up; {@code waiting} counts that caller too. */
    public BudgetStats stats() {
        return stats;
    }
}
