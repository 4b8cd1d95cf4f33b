package io.github.mooring.session;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.api.WriteConcern;
import java.time.Duration;
import java.util.Objects;

/**
 * How one transaction is carried out, once it is known what it takes over from its session; immutable.
 *
 * @param readConcern   sent with its first command
 * @param writeConcern  what its commit asks for
 * @param maxCommitTime how long the server may work on one commit; zero is no limit
 */
public record TransactionSettings(ReadConcern readConcern, WriteConcern writeConcern, Duration maxCommitTime) {
    /**
     * Checks the values.
     *
     * @throws MongoTransactionException if the commit would not be acknowledged
     */
    public TransactionSettings {
        Objects.requireNonNull(readConcern, "readConcern");
        Objects.requireNonNull(writeConcern, "writeConcern");
        Objects.requireNonNull(maxCommitTime, "maxCommitTime");
        if (!writeConcern.isAcknowledged()) {
            throw new MongoTransactionException(
                    "transactions do not support unacknowledged write concerns, but the session's is w=0; give the transaction"
                            + " another one by its options",
                    ErrorContext.NONE,
                    null);
        }
    }

    /** What options say, and the session where they say nothing. */
    public static TransactionSettings of(TransactionOptions options, SessionSettings session) {
        ReadConcern read = options.readConcern();
        WriteConcern write = options.writeConcern();
        return new TransactionSettings(
                read == null ? session.readConcern() : read,
                write == null ? session.writeConcern() : write,
                options.maxCommitTime());
    }
}
