package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.LazyEnlistableConnectionManager;
import jakarta.resource.spi.LazyEnlistableManagedConnection;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A pool that lets connections take part in a transaction only once they are used in it; its handles stay where they are. Of
 * several connections for the same user one can take part. Thread-safe.
 */
public class EnlistingPool extends FakePool implements LazyEnlistableConnectionManager {
    private static final long serialVersionUID = 1L;

    private final transient List<ManagedConnection> asked = new CopyOnWriteArrayList<>();
    private transient volatile boolean forgetful;
    private transient volatile @Nullable ResourceException refusal;

    /**
     * A pool without transactions, of at most so many connections in use at once.
     *
     * @param maxSize 1 or more
     */
    public EnlistingPool(ManagedConnectionFactory factory, Set<Trait> traits, int maxSize) {
        super(factory, traits, maxSize);
    }

    /**
     * A pool whose connections take part in the container's transactions.
     *
     * @param maxSize 1 or more
     */
    public EnlistingPool(
            ManagedConnectionFactory factory, Set<Trait> traits, int maxSize, FakeTransactions transactions) {
        super(factory, traits, maxSize, transactions);
    }

    /** Who has asked to be part of a transaction, in that order, whatever came of it. */
    public final List<ManagedConnection> asked() {
        return List.copyOf(asked);
    }

    /** Sets whether it answers all who ask as if they took part, and does nothing for it. */
    public final void setForgetful(boolean forgets) {
        forgetful = forgets;
    }

    /** Answers all who ask to be part of a transaction with an error; null ends that. */
    public final void refuse(@Nullable ResourceException with) {
        refusal = with;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ResourceException if enlistment is not lazy here, the connection is part of the transaction already, or it
     *     cannot be; the last without the cause, as containers do
     */
    @Override
    public final void lazyEnlist(ManagedConnection connection) throws ResourceException {
        asked.add(connection);
        checkEnlisting(connection);
        FakeTransaction transaction = forgetful ? null : transactions().current();
        Pooled pooled = find(connection);
        if (transaction == null || pooled == null) {
            return;
        }
        if (pooled.branch() != null) {
            throw new ResourceException("FP000313: the connection takes part in the transaction already");
        }
        Pooled first = transaction.shared(this, pooled.key());
        if (first != null && first != pooled && first.branch() != null) {
            second(pooled, first);
        } else {
            enlist(pooled, transaction);
        }
    }

    private void checkEnlisting(ManagedConnection connection) throws ResourceException {
        ResourceException with = refusal;
        if (with != null) {
            throw with;
        } else if (!is(Trait.LAZY_ENLISTMENT)) {
            throw new ResourceException("FP000312: enlistment is not lazy in this pool");
        } else if (!(connection instanceof LazyEnlistableManagedConnection)) {
            throw new ResourceException("FP000314: the connection cannot be enlisted on demand");
        }
    }

    private void enlist(Pooled pooled, FakeTransaction transaction) throws ResourceException {
        try {
            begin(pooled, transaction);
        } catch (ResourceException e) {
            throw new ResourceException("FP000315: could not enlist in the transaction");
        }
    }

    /**
     * A connection asks, and another one for the same user takes part already.
     *
     * @throws ResourceException if it cannot take part, too
     */
    void second(Pooled asking, Pooled first) throws ResourceException {
        throw new ResourceException("FP000316: the transaction has a local resource already: cannot add another one");
    }
}
