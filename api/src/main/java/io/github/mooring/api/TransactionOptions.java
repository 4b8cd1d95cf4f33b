package io.github.mooring.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction is to be carried out; immutable: each method with an argument returns a changed copy.
 *
 * @param readConcern   what its reads ask for, sent with its first command; null is the session's
 * @param writeConcern  what its commit asks for; null is the session's
 * @param maxCommitTime how long the server may work on one commit, in whole milliseconds; zero is no limit
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#transactionoptions">
 *     Transactions: TransactionOptions</a>
 */
public record TransactionOptions(
        @Nullable ReadConcern readConcern, @Nullable WriteConcern writeConcern, Duration maxCommitTime) {
    /** Everything as the session has it, and no limit. */
    public static final TransactionOptions DEFAULTS = new TransactionOptions(null, null, Duration.ZERO);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if {@code maxCommitTime} is negative, or {@code writeConcern} is not acknowledged
     */
    public TransactionOptions {
        if (Objects.requireNonNull(maxCommitTime, "maxCommitTime").isNegative()) {
            throw new IllegalArgumentException(
                    "maxCommitTime is " + maxCommitTime.toMillis() + " ms, allowed is 0 (no limit) or more");
        }
        if (writeConcern != null && !writeConcern.isAcknowledged()) {
            throw new IllegalArgumentException(
                    "transactions do not support unacknowledged write concerns, but writeConcern is w=0");
        }
    }

    /** These options with another {@code readConcern}. */
    public TransactionOptions readConcern(ReadConcern readConcern) {
        return new TransactionOptions(readConcern, writeConcern, maxCommitTime);
    }

    /** These options with another {@code writeConcern}. */
    public TransactionOptions writeConcern(WriteConcern writeConcern) {
        return new TransactionOptions(readConcern, writeConcern, maxCommitTime);
    }

    /** These options with another {@code maxCommitTime}. */
    public TransactionOptions maxCommitTime(Duration maxCommitTime) {
        return new TransactionOptions(readConcern, writeConcern, maxCommitTime);
    }
}
