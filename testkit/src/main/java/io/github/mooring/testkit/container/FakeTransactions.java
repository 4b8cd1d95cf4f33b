package io.github.mooring.testkit.container;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The container's transactions: one for each thread at most. The pools of the same container make their connections part
 * of it. Nothing of it is durable, and nothing is recovered. Thread-safe; a transaction belongs to the thread that has
 * begun it.
 */
public final class FakeTransactions implements TransactionSynchronizationRegistry {
    private final Map<Thread, FakeTransaction> byThread = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();

    /** No transaction as yet. */
    public FakeTransactions() {}

    /**
     * Begins one for the calling thread.
     *
     * @throws IllegalStateException if it has one
     */
    public void begin() {
        if (current() != null) {
            throw new IllegalStateException("the thread has a transaction already");
        }
        byThread.put(Thread.currentThread(), new FakeTransaction(new FakeXid(numbers.incrementAndGet())));
    }

    /**
     * Ends the calling thread's, committing what was done unless it is marked for rollback.
     *
     * @throws IllegalStateException if it has none
     */
    public Outcome commit() {
        return complete(true);
    }

    /**
     * Ends the calling thread's, taking back what was done.
     *
     * @throws IllegalStateException if it has none
     */
    public Outcome rollback() {
        return complete(false);
    }

    private Outcome complete(boolean wanted) {
        FakeTransaction ending = active();
        try {
            return ending.complete(wanted);
        } finally {
            byThread.remove(Thread.currentThread());
        }
    }

    /** The calling thread's; null if it has none. */
    @Nullable
    FakeTransaction current() {
        return byThread.get(Thread.currentThread());
    }

    private FakeTransaction active() {
        FakeTransaction transaction = current();
        if (transaction == null) {
            throw new IllegalStateException("the thread has no transaction");
        }
        return transaction;
    }

    /** How often it was asked for the key of a transaction, in transactions or not. */
    public int asked() {
        return asked.get();
    }

    @Override
    public @Nullable Object getTransactionKey() {
        asked.incrementAndGet();
        FakeTransaction transaction = current();
        return transaction == null ? null : transaction.xid();
    }

    @Override
    public void putResource(Object key, Object value) {
        active().resources().put(key, value);
    }

    @Override
    public @Nullable Object getResource(Object key) {
        return active().resources().get(key);
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
        active().add(synchronization);
    }

    @Override
    public int getTransactionStatus() {
        FakeTransaction transaction = current();
        return transaction == null ? Status.STATUS_NO_TRANSACTION : transaction.status();
    }

    @Override
    public void setRollbackOnly() {
        active().setRollbackOnly();
    }

    @Override
    public boolean getRollbackOnly() {
        return active().status() == Status.STATUS_MARKED_ROLLBACK;
    }
}
