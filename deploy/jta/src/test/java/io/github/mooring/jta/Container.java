package io.github.mooring.jta;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jboss.jca.core.api.bootstrap.CloneableBootstrapContext;
import org.jboss.jca.core.bootstrapcontext.BaseCloneableBootstrapContext;
import org.jboss.jca.core.connectionmanager.ccm.CachedConnectionManagerImpl;

/**
 * What an application server has around a resource adapter, without the server: Narayana for transactions, and of
 * IronJacamar the work manager, the bootstrap context, the pools and what remembers the sessions of components. One
 * thread at a time uses it.
 */
final class Container implements AutoCloseable {
    private final Transactions transactions = new Transactions();
    private final CachedConnectionManagerImpl components = new CachedConnectionManagerImpl(transactions.integration());
    private final WorkThreads threads = new WorkThreads();
    private final boolean timers;
    /** What is to be ended, the youngest first. */
    private final Deque<Part> running = new ArrayDeque<>();

    private Container(boolean timers) {
        this.timers = timers;
        components.start();
    }

    static Container start() {
        return new Container(true);
    }

    /** One that refuses timers, as a container may. */
    static Container withoutTimers() {
        return new Container(false);
    }

    Transactions transactions() {
        return transactions;
    }

    CachedConnectionManagerImpl components() {
        return components;
    }

    WorkThreads threads() {
        return threads;
    }

    /** Starts an adapter, and ends it when the container ends. */
    <A extends ResourceAdapter> A start(A adapter) throws ResourceException {
        CloneableBootstrapContext context = bootstrapContext(adapter.getClass().getSimpleName());
        context.setResourceAdapter(adapter);
        adapter.start(context);
        running.push(() -> {
            adapter.stop();
            context.shutdown();
        });
        return adapter;
    }

    /** What an adapter is started with; to be shut down by whoever asks. */
    CloneableBootstrapContext bootstrapContext(String name) {
        BaseCloneableBootstrapContext context =
                timers ? new BaseCloneableBootstrapContext() : new TimelessBootstrapContext();
        context.setName(name);
        context.setWorkManager(threads.workManager(name));
        context.setTransactionSynchronizationRegistry(transactions.registry());
        return context;
    }

    /** A pool of that factory's connections, to be set up and then opened. */
    ContainerPool.Builder pool(ManagedConnectionFactory factory) {
        return new ContainerPool.Builder(this, factory);
    }

    void endWithTheContainer(Part part) {
        running.push(part);
    }

    /** Runs what a component does in one call of it, between which the container looks at the sessions it has left open. */
    void component(Call call) throws Exception {
        components.pushMetaAwareObject(call, Set.of());
        try {
            call.run();
        } finally {
            components.popMetaAwareObject(Set.of());
        }
    }

    /** What ends with the container. */
    @FunctionalInterface
    interface Part {
        void end() throws ResourceException, SQLException;
    }

    /** A call of a component. */
    @FunctionalInterface
    interface Call {
        void run() throws Exception;
    }

    @Override
    public void close() throws ResourceException, SQLException, SystemException {
        transactions.close();
        while (!running.isEmpty()) {
            running.pop().end();
        }
        components.stop();
        threads.end(Duration.ofSeconds(10));
    }
}
