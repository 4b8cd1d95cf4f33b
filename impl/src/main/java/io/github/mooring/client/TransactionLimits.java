package io.github.mooring.client;

import java.time.Duration;

/**
 * What {@link ClientOptions} say about transactions; immutable. Names, defaults and ranges are those of {@link Option}.
 *
 * @param commitRetryBudget how long a commit of unknown outcome is repeated; zero is the specification's single retry
 * @param maxTime           how long a transaction may last; zero leaves it to the server
 */
public record TransactionLimits(Duration commitRetryBudget, Duration maxTime) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming option, value and what is allowed
     */
    public TransactionLimits {
        Option.COMMIT_RETRY_BUDGET.check(commitRetryBudget);
        Option.TRANSACTION_MAX_TIME.check(maxTime);
    }

    /** What a configuration says. */
    static TransactionLimits of(Settings given) {
        return new TransactionLimits(
                given.get(Option.COMMIT_RETRY_BUDGET, Duration.class),
                given.get(Option.TRANSACTION_MAX_TIME, Duration.class));
    }
}
