package io.github.mooring.jca;

import jakarta.resource.spi.BootstrapContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What the adapter can see of the container's transactions; thread-safe. The only class that names a type of Jakarta Transactions, so that
 * the adapter works where those are not visible to it.
 */
final class JtaView {
    private static final Logger LOG = System.getLogger(JtaView.class.getName());

    private final TransactionSynchronizationRegistry registry;

    private JtaView(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /** The view that a container offers; null if it offers none. */
    static @Nullable JtaView of(BootstrapContext context) {
        try {
            TransactionSynchronizationRegistry offered = context.getTransactionSynchronizationRegistry();
            return offered == null ? null : new JtaView(offered);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, "the container does not show its transactions", e);
            return null;
        }
    }

    /** Remembers something for as long as the transaction of the caller's thread lasts; nothing if it has just ended. */
    void remember(Object key, Object what) {
        try {
            registry.putResource(key, what);
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "the container''s transaction has ended", e);
        }
    }

    /** What was remembered in the transaction of the caller's thread; null for nothing, or if it has just ended. */
    @Nullable
    Object remembered(Object key) {
        try {
            return registry.getResource(key);
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "the container''s transaction has ended", e);
            return null;
        }
    }

    /** What stands for the transaction of the container that the caller's thread is in, whatever has become of it; null for none. */
    @Nullable
    Object transaction() {
        return registry.getTransactionKey();
    }
}
