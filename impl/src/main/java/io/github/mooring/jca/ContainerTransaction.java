package io.github.mooring.jca;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.client.ErrorLabels;
import io.github.mooring.notice.LogId;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.lang.System.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The door by which the container begins and ends transactions of a managed connection; one for its whole life. Thread-safe.
 *
 * <p>Containers take an exception from commit for a rollback. That is true of all that this throws, but for the one with the code
 * {@link #COMMIT_UNKNOWN}.
 */
final class ContainerTransaction implements LocalTransaction {
    /** Code of the error after a commit that was rolled back, for certain. */
    static final String ROLLED_BACK = "MOORING-ROLLED-BACK";

    /** Code of the error after a commit of which nobody knows what became of it. */
    static final String COMMIT_UNKNOWN = "MOORING-COMMIT-UNKNOWN";

    /** Code of the error when a transaction cannot be begun, or there is none to end. */
    static final String REFUSED = "MOORING-TRANSACTION-REFUSED";

    private static final Logger LOG = System.getLogger(ContainerTransaction.class.getName());

    private final MongoManagedConnection carrier;
    private final CarriedTransactions transactions;
    /** Why the last begin has failed; null if it has not. Containers do not always tell the application. */
    private volatile @Nullable MongoException refusal;

    ContainerTransaction(MongoManagedConnection carrier, CarriedTransactions transactions) {
        this.carrier = carrier;
        this.transactions = transactions;
    }

    /** Why the last begin has failed; null if it has not. */
    @Nullable
    MongoException refusal() {
        return refusal;
    }

    /** Begins one; without I/O. */
    @Override
    public void begin() throws ResourceException {
        carrier.checkUsable();
        try {
            transactions.begin();
            refusal = null;
        } catch (MongoException e) {
            refusal = e;
            throw failed("the container's transaction cannot begin: " + e.getMessage(), REFUSED, e);
        }
    }

    /**
     * Commits; does not return before the outcome is settled, or {@code commitRetryBudgetMS} is spent. What is committed, but not as
     * durably as was asked for, is committed: a line in the log tells.
     */
    @Override
    public void commit() throws ResourceException {
        ManagedTransaction ending = taken();
        try {
            ending.commit();
        } catch (MongoWriteConcernException e) {
            LogId.TRANSACTION_LESS_DURABLE.log(
                    LOG,
                    "a transaction of the container is committed, but its write concern is not satisfied: "
                            + e.getMessage());
        } catch (MongoException e) {
            throw notCommitted(e);
        } finally {
            ending.end();
        }
    }

    private ManagedTransaction taken() throws ResourceException {
        try {
            return transactions.takeForCommit();
        } catch (MongoException e) {
            throw failed(e.getMessage(), REFUSED, e);
        }
    }

    private ResourceException notCommitted(MongoException e) {
        if (!e.hasErrorLabel(ErrorLabels.UNKNOWN_RESULT)) {
            return failed("the transaction is rolled back: " + e.getMessage(), ROLLED_BACK, e);
        }
        ResourceException unknown = failed(
                "the outcome of the commit is unknown, whatever the container reports: " + e.getMessage(),
                COMMIT_UNKNOWN,
                e);
        carrier.lost(unknown);
        return unknown;
    }

    @Override
    public void rollback() throws ResourceException {
        try {
            transactions.rollback();
        } catch (MongoException e) {
            throw failed(e.getMessage(), REFUSED, e);
        }
    }

    private static ResourceException failed(@Nullable String text, String code, MongoException e) {
        ResourceException failure = new LocalTransactionException(text, code);
        failure.initCause(e);
        return failure;
    }
}
