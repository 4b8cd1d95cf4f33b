package io.github.mooring.jta;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.coordinator.TransactionReaper;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jboss.jca.core.spi.transaction.TransactionIntegration;
import org.jboss.jca.core.tx.jbossts.TransactionIntegrationImpl;
import org.jboss.tm.LastResource;
import org.jboss.tm.usertx.UserTransactionRegistry;

/**
 * Narayana, set up as WildFly does it, except that its log is in memory and that nothing is recovered. Narayana is one
 * for the whole JVM, so tests that use it run one after the other.
 */
final class Transactions implements AutoCloseable {
    static {
        keepTheLogInMemory(arjPropertyManager.getObjectStoreEnvironmentBean());
        keepTheLogInMemory(BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, "communicationStore"));
        keepTheLogInMemory(BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, "stateStore"));
        try {
            arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("tests");
        } catch (CoreEnvironmentBeanException e) {
            throw new ExceptionInInitializerError(e);
        }
        // how Narayana knows IronJacamar's local resources, of which it allows one in a transaction, and commits it
        // last
        jtaPropertyManager
                .getJTAEnvironmentBean()
                .setLastResourceOptimisationInterfaceClassName(LastResource.class.getName());
    }

    private final TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
    private final TransactionSynchronizationRegistry registry = new TransactionSynchronizationRegistryImple();
    private final UserTransactionRegistry begun = new UserTransactionRegistry();
    private final TransactionIntegration integration =
            new TransactionIntegrationImpl(manager, registry, begun, null, null);

    private static void keepTheLogInMemory(ObjectStoreEnvironmentBean store) {
        store.setObjectStoreType(VolatileStore.class.getName());
    }

    TransactionSynchronizationRegistry registry() {
        return registry;
    }

    TransactionIntegration integration() {
        return integration;
    }

    /** Begins one for this thread, and tells the sessions that the component has open, as a UserTransaction does. */
    void begin() throws NotSupportedException, SystemException {
        manager.begin();
        begun.userTransactionStarted();
    }

    void commit() throws HeuristicMixedException, HeuristicRollbackException, RollbackException, SystemException {
        manager.commit();
    }

    void rollback() throws SystemException {
        manager.rollback();
    }

    /** Sets the thread's transaction aside. */
    Transaction suspend() throws SystemException {
        return manager.suspend();
    }

    void resume(Transaction transaction) throws InvalidTransactionException, SystemException {
        manager.resume(transaction);
    }

    Transaction current() throws SystemException {
        return manager.getTransaction();
    }

    /** Rolls back what a failed test has left, and ends Narayana's threads. */
    @Override
    public void close() throws SystemException {
        if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
            manager.rollback();
        }
        TransactionReaper.terminate(true);
    }
}
