package io.github.mooring.testkit.container;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What a container gives an adapter at its start: works, and timers or a refusal of them; thread-safe. */
public final class FakeBootstrapContext implements BootstrapContext {
    /** How timers are granted. */
    public enum Timers {
        /** Each call makes one. */
        GRANTED,
        /** Each call makes one that cannot be cancelled without an exception. */
        FRAGILE,
        /** Refused with {@link UnavailableException}. */
        UNAVAILABLE,
        /** Refused with {@link UnsupportedOperationException}. */
        UNSUPPORTED,
        /** The container breaks. */
        BROKEN
    }

    private final @Nullable WorkManager workManager;
    private final Timers timers;
    private final boolean hints;
    private final @Nullable TransactionSynchronizationRegistry transactions;
    private final List<RecordedTimer> made = new CopyOnWriteArrayList<>();
    private final XATerminator terminator = new NoInflow();

    /**
     * A context without transactions.
     *
     * @param workManager null for a container without works
     * @param hints       whether {@link HintsContext} is supported
     */
    public FakeBootstrapContext(@Nullable WorkManager workManager, Timers timers, boolean hints) {
        this(workManager, timers, hints, null);
    }

    /**
     * A context.
     *
     * @param workManager  null for a container without works
     * @param hints        whether {@link HintsContext} is supported
     * @param transactions null for a container without transactions
     */
    public FakeBootstrapContext(
            @Nullable WorkManager workManager,
            Timers timers,
            boolean hints,
            @Nullable TransactionSynchronizationRegistry transactions) {
        this.workManager = workManager;
        this.timers = timers;
        this.hints = hints;
        this.transactions = transactions;
    }

    /** The timers that were made. */
    public List<RecordedTimer> timers() {
        return List.copyOf(made);
    }

    @Override
    public @Nullable WorkManager getWorkManager() {
        return workManager;
    }

    /** One that refuses whatever an adapter wants to import. */
    @Override
    public XATerminator getXATerminator() {
        return terminator;
    }

    @Override
    public Timer createTimer() throws UnavailableException {
        switch (timers) {
            case UNAVAILABLE -> throw new UnavailableException("no timers");
            case UNSUPPORTED -> throw new UnsupportedOperationException("no timers here");
            case BROKEN -> throw new ArithmeticException("the container is broken");
            default -> {
                RecordedTimer timer = new RecordedTimer(timers == Timers.FRAGILE);
                made.add(timer);
                return timer;
            }
        }
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
        return hints && type == HintsContext.class;
    }

    @Override
    public @Nullable TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        return transactions;
    }

    /** A timer that knows who made it and whether it was cancelled. */
    public static final class RecordedTimer extends Timer {
        private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
        private final boolean fragile;
        private volatile boolean cancelled;

        RecordedTimer(boolean fragile) {
            super("container-timer", true);
            this.fragile = fragile;
        }

        /** The context class loader under which it was made, which its thread keeps. */
        public @Nullable ClassLoader loader() {
            return loader;
        }

        /** Whether it was cancelled. */
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public void cancel() {
            cancelled = true;
            super.cancel();
            if (fragile) {
                throw new ArithmeticException("the timer broke when it was cancelled");
            }
        }
    }
}
