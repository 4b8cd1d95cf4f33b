package io.github.mooring.testkit.container;

import io.github.mooring.testkit.container.FakeBootstrapContext.Timers;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container for one resource adapter: starts it, pools its connections, and stops it, in the way of a
 * {@link Personality} or of any other set of {@link Trait}s. What the adapter does against the contract is kept in
 * {@link #faults()}; what it does wrong otherwise is up to the test. Used by one thread, except where a pool, the work
 * manager or a transaction is used by several.
 *
 * <pre>{@code
 * try (FakeContainer container = FakeContainer.like(Personality.WILDFLY)) {
 *     container.start(adapter);
 *     FakePool pool = container.pool(factory, 10);
 *     MyConnectionFactory connections = (MyConnectionFactory) container.connectionFactory(pool);
 *     ...
 *     assertEquals(List.of(), container.faults());
 * }
 * }</pre>
 */
public final class FakeContainer implements AutoCloseable {
    /** Longer than any start that does no I/O, on any machine; less than any connection time-out. */
    private static final Duration LONGEST_START = Duration.ofSeconds(9);

    private final Set<Trait> traits;
    private final FaultLog faults = new FaultLog();
    private final FakeWorkManager works;
    private final FakeBootstrapContext context;
    private final FakeTransactions transactions = new FakeTransactions();
    private final List<FakePool> pools = new CopyOnWriteArrayList<>();
    private @Nullable ResourceAdapter adapter;
    private boolean stopped;

    /** A container of that kind. */
    public static FakeContainer like(Personality personality) {
        return new FakeContainer(personality.traits());
    }

    /** A container that does this and nothing else out of the ordinary. */
    public FakeContainer(Set<Trait> traits) {
        this.traits = Set.copyOf(traits);
        this.works = new FakeWorkManager(this.traits);
        this.context = new FakeBootstrapContext(
                works, is(Trait.NO_TIMERS) ? Timers.UNAVAILABLE : Timers.GRANTED, is(Trait.KNOWS_HINTS), transactions);
    }

    private boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** The works of the adapter. */
    public FakeWorkManager works() {
        return works;
    }

    /** What the adapter is started with. */
    public FakeBootstrapContext context() {
        return context;
    }

    /** The transactions that its pools take part in. */
    public FakeTransactions transactions() {
        return transactions;
    }

    /** What it would have logged as the adapter's faults, those heard by works and pools included. */
    public List<String> faults() {
        return Stream.of(
                        faults.all().stream(),
                        works.warnings().stream(),
                        pools.stream().flatMap(pool -> pool.warnings().stream()))
                .flatMap(all -> all)
                .toList();
    }

    /**
     * Makes an adapter of its class, sets its properties, and starts it.
     *
     * @param properties by their names, the first letter in either case
     * @throws ResourceAdapterInternalException if the adapter does not start
     */
    public <A extends ResourceAdapter> A start(Class<A> type, Map<String, ?> properties)
            throws ResourceAdapterInternalException {
        A made = Beans.make(type);
        Beans.set(made, properties);
        start(made);
        return made;
    }

    /**
     * Starts an adapter; a start that takes more than nine seconds, or waits for a work, is a fault.
     *
     * @throws ResourceAdapterInternalException if the adapter does not start
     */
    public void start(ResourceAdapter starting) throws ResourceAdapterInternalException {
        if (adapter != null) {
            throw new IllegalStateException("the container has an adapter already");
        }
        adapter = starting;
        long begin = System.nanoTime();
        ClassLoader before = enter();
        try {
            starting.start(context);
        } finally {
            leave(before);
        }
        if (System.nanoTime() - begin > LONGEST_START.toNanos()) {
            faults.add("start took longer than " + LONGEST_START.toSeconds() + " s");
        }
    }

    /** The context of start and stop, in which nothing may be waited for. */
    private @Nullable ClassLoader enter() {
        works.setBlockingRefused(true);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        if (is(Trait.NO_CONTEXT_LOADER)) {
            thread.setContextClassLoader(null);
        }
        return before;
    }

    private void leave(@Nullable ClassLoader before) {
        Thread.currentThread().setContextClassLoader(before);
        works.setBlockingRefused(false);
    }

    /**
     * A pool of a factory that is configured already; associates it with the adapter.
     *
     * @param maxSize 1 or more
     */
    public FakePool pool(ManagedConnectionFactory factory, int maxSize) throws ResourceException {
        associate(factory);
        FakePool pool = newPool(factory, maxSize);
        pools.add(pool);
        return pool;
    }

    private FakePool newPool(ManagedConnectionFactory factory, int maxSize) {
        if (is(Trait.LAZY_ASSOCIATION)) {
            return new LazyPool(factory, traits, maxSize, transactions);
        }
        return is(Trait.LAZY_ENLISTMENT)
                ? new EnlistingPool(factory, traits, maxSize, transactions)
                : new FakePool(factory, traits, maxSize, transactions);
    }

    /**
     * Makes a factory of its class, configures it, and makes a pool of it; a container with {@link Trait#LATE_PROPERTIES}
     * asks it for a connection factory first.
     *
     * @param properties by their names, the first letter in either case
     * @param maxSize    1 or more
     */
    public FakePool pool(Class<? extends ManagedConnectionFactory> type, Map<String, ?> properties, int maxSize)
            throws ResourceException {
        ManagedConnectionFactory factory = Beans.make(type);
        if (!is(Trait.LATE_PROPERTIES)) {
            Beans.set(factory, properties);
            return pool(factory, maxSize);
        }
        FakePool pool = pool(factory, maxSize);
        Objects.requireNonNull(connectionFactory(pool), "a connection factory");
        Beans.set(factory, properties);
        return pool;
    }

    private void associate(ManagedConnectionFactory factory) throws ResourceException {
        ResourceAdapter running = adapter;
        if (running != null && factory instanceof ResourceAdapterAssociation association) {
            for (int i = 0; i < (is(Trait.REPEATS_CALLS) ? 2 : 1); i++) {
                association.setResourceAdapter(running);
            }
            if (association.getResourceAdapter() != running) {
                faults.add("getResourceAdapter is not what was set");
            }
        }
    }

    /** What an application looks up. */
    public Object connectionFactory(FakePool pool) throws ResourceException {
        return pool.factory().createConnectionFactory(pool);
    }

    /**
     * Stops the adapter; what it throws, a timer that goes on, and a stop that takes longer than that, are faults.
     *
     * @param patience how long it may take at most
     */
    public void stop(Duration patience) {
        ResourceAdapter running = adapter;
        if (running == null || stopped) {
            return;
        }
        stopped = true;
        long begin = System.nanoTime();
        ClassLoader before = enter();
        try {
            for (int i = 0; i < (is(Trait.REPEATS_CALLS) ? 2 : 1); i++) {
                running.stop();
            }
        } catch (RuntimeException e) {
            faults.add("stop failed: " + e);
        } finally {
            leave(before);
        }
        if (System.nanoTime() - begin > patience.toNanos()) {
            faults.add("stop took longer than " + patience.toMillis() + " ms");
        }
        context.timers().stream()
                .filter(timer -> !timer.isCancelled())
                .forEach(timer -> faults.add("a timer goes on after stop"));
    }

    /**
     * Ends the pools and the adapter, in either order, and the works. Idempotent.
     *
     * @throws AssertionError if works go on for a minute after the adapter has stopped
     */
    @Override
    public void close() {
        Duration patience = Duration.ofMinutes(1);
        if (is(Trait.ADAPTER_STOPS_FIRST)) {
            stop(patience);
            pools.forEach(FakePool::close);
        } else {
            pools.forEach(FakePool::close);
            stop(patience);
        }
        works.close();
    }
}
