package io.github.mooring.jta;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.time.Duration;
import org.jboss.jca.common.api.metadata.common.FlushStrategy;
import org.jboss.jca.core.api.connectionmanager.pool.FlushMode;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.ConnectionManager;
import org.jboss.jca.core.connectionmanager.ConnectionManagerFactory;
import org.jboss.jca.core.connectionmanager.pool.api.Pool;
import org.jboss.jca.core.connectionmanager.pool.api.PoolFactory;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;
import org.jboss.jca.core.connectionmanager.pool.mcp.ManagedConnectionPoolFactory;
import org.jspecify.annotations.Nullable;

/**
 * One of IronJacamar's pools with the connection manager in front of it, put together from the parts that its deployer
 * takes, with the settings that WildFly has if nobody sets any.
 */
final class ContainerPool {
    private final Pool pool;
    private final ConnectionManager manager;
    private final Object connectionFactory;

    private ContainerPool(Builder settings) throws ResourceException {
        this.pool = settings.pool();
        this.manager = settings.manager(pool);
        pool.setName(settings.name);
        manager.setJndiName(settings.name);
        pool.getStatistics().setEnabled(true);
        this.connectionFactory = settings.factory.createConnectionFactory(manager);
    }

    /** What an application would look up. */
    <F> F lookUp(Class<F> type) {
        return type.cast(connectionFactory);
    }

    /** Managed connections that there are, given out or not. */
    int size() {
        return pool.getStatistics().getActiveCount();
    }

    /** Managed connections that are given out. */
    int inUse() {
        return pool.getStatistics().getInUseCount();
    }

    int created() {
        return pool.getStatistics().getCreatedCount();
    }

    int destroyed() {
        return pool.getStatistics().getDestroyedCount();
    }

    /** What a console's button does. */
    void flush(FlushMode mode) {
        pool.flush(mode);
    }

    /** What a console's connection test does. */
    void test() throws ResourceException {
        pool.testConnection();
    }

    /** The container's own side of it, for what applications never see. */
    ConnectionManager manager() {
        return manager;
    }

    private void end() {
        manager.shutdown();
    }

    /** What an administrator can set. */
    static final class Builder {
        private final Container container;
        private final ManagedConnectionFactory factory;
        private final PoolConfiguration limits = new PoolConfiguration();
        private String name = "java:/eis/Tested";
        private TransactionSupportLevel level = TransactionSupportLevel.NoTransaction;
        private PoolStrategy strategy = PoolStrategy.ONE_POOL;
        private boolean sharable = true;
        private boolean enlistment = true;
        private FlushStrategy flush = FlushStrategy.FAILING_CONNECTION_ONLY;
        private int allocationRetry;
        private int transactionSeconds;
        private @Nullable Boolean tracking;

        Builder(Container container, ManagedConnectionFactory factory) {
            this.container = container;
            this.factory = factory;
            // a deployer's doing wherever the factory can validate, unless the administrator has said something about
            // it
            limits.setValidateOnMatch(factory instanceof jakarta.resource.spi.ValidatingManagedConnectionFactory);
            if (factory instanceof jakarta.resource.spi.TransactionSupport own) {
                level = own.getTransactionSupport();
            }
        }

        @CanIgnoreReturnValue
        Builder name(String jndiName) {
            name = jndiName;
            return this;
        }

        /** The level of a factory that does not say it itself. */
        @CanIgnoreReturnValue
        Builder level(TransactionSupportLevel ofTheDescriptor) {
            level = ofTheDescriptor;
            return this;
        }

        @CanIgnoreReturnValue
        Builder size(int most) {
            limits.setMaxSize(most);
            return this;
        }

        /** Makes so many managed connections beforehand. */
        @CanIgnoreReturnValue
        Builder prefill(int count) {
            limits.setMinSize(count);
            limits.setPrefill(true);
            return this;
        }

        /** How long somebody waits for a managed connection. */
        @CanIgnoreReturnValue
        Builder blocking(Duration atMost) {
            limits.setBlockingTimeout(atMost.toMillis());
            return this;
        }

        /** Without taking managed connections from sessions that do nothing. */
        @CanIgnoreReturnValue
        Builder notSharable() {
            sharable = false;
            return this;
        }

        /** Without waiting for the first use before a session takes part in a transaction. */
        @CanIgnoreReturnValue
        Builder eager() {
            enlistment = false;
            return this;
        }

        /** A pool for each user that an application names. */
        @CanIgnoreReturnValue
        Builder byUser() {
            strategy = PoolStrategy.POOL_BY_CRI;
            return this;
        }

        @CanIgnoreReturnValue
        Builder flush(FlushStrategy afterAnError) {
            flush = afterAnError;
            return this;
        }

        @CanIgnoreReturnValue
        Builder allocationRetry(int times) {
            allocationRetry = times;
            return this;
        }

        @CanIgnoreReturnValue
        Builder transactionTimeout(int seconds) {
            transactionSeconds = seconds;
            return this;
        }

        /** Whether sessions that outlive a transaction are told of, and ended. */
        @CanIgnoreReturnValue
        Builder tracking(boolean acrossTransactions) {
            tracking = acrossTransactions;
            return this;
        }

        /** It ends with the container. */
        ContainerPool open() throws ResourceException {
            ContainerPool opened = new ContainerPool(this);
            container.endWithTheContainer(opened::end);
            return opened;
        }

        private Pool pool() {
            return new PoolFactory()
                    .create(
                            strategy,
                            factory,
                            limits,
                            false,
                            sharable,
                            ManagedConnectionPoolFactory.EXPERIMENTAL_IMPLEMENTATION);
        }

        private ConnectionManager manager(Pool pool) {
            return level == TransactionSupportLevel.NoTransaction ? withoutTransactions(pool) : withTransactions(pool);
        }

        private ConnectionManager withoutTransactions(Pool pool) {
            return new ConnectionManagerFactory()
                    .createNonTransactional(
                            level,
                            pool,
                            null,
                            null,
                            true,
                            container.components(),
                            sharable,
                            enlistment,
                            false,
                            tracking,
                            flush,
                            allocationRetry,
                            0L);
        }

        private ConnectionManager withTransactions(Pool pool) {
            return new ConnectionManagerFactory()
                    .createTransactional(
                            level,
                            pool,
                            null,
                            null,
                            true,
                            container.components(),
                            sharable,
                            enlistment,
                            false,
                            tracking,
                            null,
                            flush,
                            allocationRetry,
                            0L,
                            container.transactions().integration(),
                            false,
                            transactionSeconds,
                            null,
                            true,
                            false);
        }
    }
}
