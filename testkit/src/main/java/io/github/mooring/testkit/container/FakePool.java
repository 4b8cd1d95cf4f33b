package io.github.mooring.testkit.container;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LazyEnlistableConnectionManager;
import jakarta.resource.spi.LazyEnlistableManagedConnection;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A container's pool of managed connections. It wraps what the adapter throws as containers do, refuses factories that
 * are not equal to its own, and hands handles out on the caller's thread; {@link Trait} has what else may be. What an
 * adapter does against the contract is kept in {@link #warnings()}. Thread-safe.
 *
 * <p>While it matches, validates and makes connections it holds its own lock, as containers do: an adapter that lets one
 * call wait for another comes to a stop here, and the test should have a time limit.
 */
public class FakePool implements ConnectionManager, AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final Map<Integer, FakePool> ALL = new ConcurrentHashMap<>();
    private static final AtomicInteger IDS = new AtomicInteger();

    /** How many connections {@link Trait#PREFILLS} makes, or as many as the pool may have if that is less. */
    public static final int STEADY_SIZE = 8;

    private final int id = IDS.incrementAndGet();
    private final transient ManagedConnectionFactory factory;
    private final transient Set<Trait> traits;
    private final transient int maxSize;
    private final transient FaultLog faults = new FaultLog();
    private final transient Candidates candidates;
    private final transient FakeTransactions transactions;
    private final transient Semaphore permits;
    private final transient Queue<Runnable> deferred = new ConcurrentLinkedQueue<>();
    private final transient AtomicInteger created = new AtomicInteger();
    private final transient AtomicInteger destroyed = new AtomicInteger();
    private final transient AtomicInteger errors = new AtomicInteger();
    private final transient AtomicInteger ownTransactions = new AtomicInteger();
    private transient volatile Supplier<@Nullable Subject> subjects = () -> null;
    private transient volatile @Nullable Thread allocatingThread;

    private final transient ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final transient IdentityHashMap<ManagedConnection, Pooled> all = new IdentityHashMap<>();

    @GuardedBy("lock")
    private transient boolean filled;

    /**
     * A pool without transactions, of at most so many connections in use at once.
     *
     * @param maxSize 1 or more
     */
    public FakePool(ManagedConnectionFactory factory, Set<Trait> traits, int maxSize) {
        this(factory, traits, maxSize, new FakeTransactions());
    }

    /**
     * A pool whose connections take part in the container's transactions.
     *
     * @param maxSize 1 or more
     */
    @SuppressWarnings("this-escape") // the registry only stands in for a container's JNDI
    public FakePool(ManagedConnectionFactory factory, Set<Trait> traits, int maxSize, FakeTransactions transactions) {
        this.factory = factory;
        this.traits = Set.copyOf(traits);
        this.maxSize = maxSize;
        this.permits = new Semaphore(maxSize, true);
        this.transactions = transactions;
        this.candidates = new Candidates(factory, this.traits, faults);
        ALL.put(id, this);
    }

    /** The factory whose connections these are. */
    public ManagedConnectionFactory factory() {
        return factory;
    }

    /** Whose credentials come with requests from now on; by default there is no Subject, or a made-up one. */
    public void setSubjects(Supplier<@Nullable Subject> subjects) {
        this.subjects = subjects;
    }

    /** The thread of the last request; null before the first. */
    public @Nullable Thread allocatingThread() {
        return allocatingThread;
    }

    /** What a container would have logged as an adapter's fault. */
    public List<String> warnings() {
        return faults.all();
    }

    /** How many were made. */
    public int created() {
        return created.get();
    }

    /** How many were destroyed. */
    public int destroyed() {
        return destroyed.get();
    }

    /** How many errors of connections were told. */
    public int errors() {
        return errors.get();
    }

    /** How many local transactions applications have begun. */
    public int ownTransactions() {
        return ownTransactions.get();
    }

    /** How many are not in use. */
    public int free() {
        lock.lock();
        try {
            int free = 0;
            for (Pooled pooled : all.values()) {
                free += pooled.isFree() ? 1 : 0;
            }
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Those whose work is part of a transaction of the container's. */
    public List<ManagedConnection> enlisted() {
        lock.lock();
        try {
            return all.values().stream()
                    .filter(pooled -> pooled.branch() != null)
                    .map(Pooled::connection)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** All of them. */
    public List<ManagedConnection> connections() {
        lock.lock();
        try {
            return new ArrayList<>(all.keySet());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory asking, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        settle();
        allocatingThread = Thread.currentThread();
        Subject subject = subject();
        Pooled pooled = forCaller(asking, subject, request);
        try {
            Object handle = pooled.connection().getConnection(subject, request);
            attach(pooled, handle);
            return handle;
        } catch (ResourceException | RuntimeException e) {
            discardUnused(pooled);
            throw new ResourceException("FP000457: Unchecked throwable in managedConnectionReconnected()", e);
        }
    }

    /** Another handle on the connection that a handle is on, as in a shared transaction. */
    public Object share(Object handle, @Nullable ConnectionRequestInfo request) throws ResourceException {
        Pooled pooled = pooledOf(handle);
        Object another = pooled.connection().getConnection(subject(), request);
        attach(pooled, another);
        return another;
    }

    /**
     * The connection that a handle is on.
     *
     * @throws IllegalArgumentException if it is on none of this pool
     */
    public ManagedConnection carrierOf(Object handle) {
        return pooledOf(handle).connection();
    }

    /**
     * Tests the connection to the server as an administrator's console does: makes and destroys one, or checks one out,
     * without a handle either way.
     */
    public void testConnection() throws ResourceException {
        if (traits.contains(Trait.UNPOOLED_TEST)) {
            factory.createManagedConnection(subject(), null).destroy();
        } else {
            giveBack(take(subject(), null));
        }
    }

    /** Destroys all connections, as an administrator's flush does; those in use, too. */
    public void flush() {
        for (Pooled pooled : pooled()) {
            discard(pooled);
        }
    }

    /** Acts on the events that were put off. */
    public void settle() {
        for (Runnable event = deferred.poll(); event != null; event = deferred.poll()) {
            event.run();
        }
    }

    /**
     * Closes the handles that an application has left open, as containers do at the end of a call if they are told to:
     * by reflection.
     *
     * @return how many there were
     */
    public int closeLeakedHandles() {
        int leaked = 0;
        for (Pooled pooled : pooled()) {
            for (Object handle : handlesOf(pooled)) {
                leaked++;
                Handles.close(handle, faults);
            }
        }
        settle();
        return leaked;
    }

    /** Ends the pool: closes leaked handles if it is of that kind, and destroys all connections. Idempotent. */
    @Override
    public void close() {
        settle();
        if (traits.contains(Trait.CLOSES_LEAKED_HANDLES)) {
            var unused = closeLeakedHandles();
        }
        flush();
        ALL.remove(id);
    }

    // ------------------------------------------------------------------------------------------ for pools of this kind

    /** Whether it is of a kind. */
    final boolean is(Trait trait) {
        return traits.contains(trait);
    }

    final void fault(String fault) {
        faults.add(fault);
    }

    final FakeTransactions transactions() {
        return transactions;
    }

    final @Nullable Subject subject() {
        Subject set = subjects.get();
        return set == null && is(Trait.MADE_UP_SUBJECTS) ? Subjects.with(Subjects.credential(factory, "", "")) : set;
    }

    /** The connection for a request: the one that the caller's transaction has already, or one that nobody uses. */
    final Pooled forCaller(
            ManagedConnectionFactory asking, @Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        if (!factory.equals(asking)) {
            throw new ResourceException("FP000454: the factory is not the pool's");
        }
        FakeTransaction transaction = level() == TransactionSupportLevel.NoTransaction ? null : transactions.current();
        Pooled shared = transaction == null ? null : transaction.shared(this, key(subject, request));
        if (shared != null) {
            return shared;
        }
        Pooled taken = take(subject, request);
        if (transaction != null) {
            join(taken, transaction);
        }
        return taken;
    }

    private TransactionSupportLevel level() {
        return factory instanceof TransactionSupport support
                ? support.getTransactionSupport()
                : TransactionSupportLevel.NoTransaction;
    }

    private void join(Pooled pooled, FakeTransaction transaction) throws ResourceException {
        lock.lock();
        try {
            pooled.joins(transaction);
        } finally {
            lock.unlock();
        }
        transaction.add(pooled);
        boolean later = is(Trait.LAZY_ENLISTMENT)
                && this instanceof LazyEnlistableConnectionManager
                && pooled.connection() instanceof LazyEnlistableManagedConnection;
        if (!later) {
            beginOrDiscard(pooled, transaction);
        }
    }

    private void beginOrDiscard(Pooled pooled, FakeTransaction transaction) throws ResourceException {
        try {
            begin(pooled, transaction);
        } catch (ResourceException | RuntimeException e) {
            discard(pooled);
            throw e;
        }
    }

    /** Makes a connection's work part of a transaction; one that cannot be does not belong to it. */
    final void begin(Pooled pooled, FakeTransaction transaction) throws ResourceException {
        Branch branch = level() == TransactionSupportLevel.XATransaction
                ? new Branch.Xa(pooled.connection().getXAResource(), transaction.xid())
                : new Branch.Local(pooled.connection().getLocalTransaction());
        // known before it begins, because events that come of that are not allowed
        lock.lock();
        try {
            if (pooled.transaction() == null) {
                pooled.joins(transaction);
                transaction.add(pooled);
            }
            pooled.begins(branch);
        } finally {
            lock.unlock();
        }
        boolean begun = false;
        try {
            transaction.begin(branch);
            begun = true;
        } finally {
            if (!begun) {
                leave(pooled, transaction);
            }
        }
    }

    private void leave(Pooled pooled, FakeTransaction transaction) {
        transaction.remove(pooled);
        lock.lock();
        try {
            pooled.leavesTransaction();
        } finally {
            lock.unlock();
        }
    }

    /** The container's transaction that a connection belonged to has ended. */
    final void transactionEnded(Pooled pooled) {
        boolean unused;
        lock.lock();
        try {
            pooled.leavesTransaction();
            unused = pooled.isUnused();
        } finally {
            lock.unlock();
        }
        if (unused) {
            giveBack(pooled);
        }
    }

    private List<@Nullable Object> key(@Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
        return is(Trait.POOL_PER_USER)
                ? Collections.unmodifiableList(new ArrayList<>(Arrays.asList(subject, request)))
                : List.of();
    }

    private Pooled take(@Nullable Subject subject, @Nullable ConnectionRequestInfo request) throws ResourceException {
        if (!permits.tryAcquire()) {
            throw new ResourceException(
                    "FP000453: Unable to get managed connection for java:/eis/Pool",
                    new ResourceException("FP000655: No managed connections available within configured blocking"
                            + " timeout (0 [ms]); all " + maxSize + " are in use"));
        }
        boolean taken = false;
        lock.lock();
        try {
            prefill();
            Pooled pooled = findOrCreate(subject, request);
            pooled.setFree(false);
            taken = true;
            return pooled;
        } finally {
            lock.unlock();
            if (!taken) {
                permits.release();
            }
        }
    }

    @GuardedBy("lock")
    private void prefill() throws ResourceException {
        if (filled || !is(Trait.PREFILLS)) {
            return;
        }
        filled = true;
        for (int i = 0; i < Math.min(STEADY_SIZE, maxSize); i++) {
            var unused = create(key(subject(), null), subject(), null);
        }
    }

    @GuardedBy("lock")
    private Pooled findOrCreate(@Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        List<@Nullable Object> key = key(subject, request);
        List<ManagedConnection> free = new ArrayList<>();
        for (Pooled pooled : all.values()) {
            if (pooled.isFree() && pooled.key().equals(key)) {
                free.add(pooled.connection());
            }
        }
        Candidates.Choice choice = candidates.choose(free, subject, request);
        for (ManagedConnection refused : choice.refused()) {
            discard(Objects.requireNonNull(all.get(refused)));
        }
        ManagedConnection chosen = choice.chosen();
        return chosen != null ? Objects.requireNonNull(all.get(chosen)) : create(key, subject, request);
    }

    @GuardedBy("lock")
    private Pooled create(
            List<@Nullable Object> key, @Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        if (!is(Trait.POOL_PER_USER) && all.size() >= maxSize) {
            makeRoom();
        }
        try {
            ManagedConnection made = factory.createManagedConnection(subject, request);
            Pooled pooled = new Pooled(this, made, key);
            for (PoolListener listener : PoolListener.of(pooled, traits)) {
                made.addConnectionEventListener(listener);
            }
            all.put(made, pooled);
            created.incrementAndGet();
            return pooled;
        } catch (ResourceException e) {
            throw new ResourceException(
                    "FP000453: Unable to get managed connection for java:/eis/Pool",
                    new ResourceException("FP000658: Unexpected throwable while trying to create a connection", e));
        }
    }

    @GuardedBy("lock")
    private void makeRoom() {
        for (Pooled pooled : all.values()) {
            if (pooled.isFree()) {
                discard(pooled);
                return;
            }
        }
    }

    final Pooled pooledOf(Object handle) {
        lock.lock();
        try {
            for (Pooled pooled : all.values()) {
                if (pooled.has(handle)) {
                    return pooled;
                }
            }
        } finally {
            lock.unlock();
        }
        throw new IllegalArgumentException("not a handle of this pool: " + handle);
    }

    /** A connection of this pool; null if it is none, or none any more. */
    final @Nullable Pooled find(ManagedConnection connection) {
        lock.lock();
        try {
            return all.get(connection);
        } finally {
            lock.unlock();
        }
    }

    private List<Pooled> pooled() {
        lock.lock();
        try {
            return new ArrayList<>(all.values());
        } finally {
            lock.unlock();
        }
    }

    private List<Object> handlesOf(Pooled pooled) {
        lock.lock();
        try {
            return pooled.handles();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a handle is on a connection. */
    final void attach(Pooled pooled, Object handle) {
        lock.lock();
        try {
            pooled.add(handle);
        } finally {
            lock.unlock();
        }
    }

    /** Takes all handles from a connection, which goes back if no transaction needs it. */
    final List<Object> dissociateAll(Pooled pooled) throws ResourceException {
        ((DissociatableManagedConnection) pooled.connection()).dissociateConnections();
        List<Object> handles;
        boolean unused;
        lock.lock();
        try {
            handles = pooled.handles();
            pooled.forgetHandles();
            unused = pooled.isUnused();
        } finally {
            lock.unlock();
        }
        if (unused) {
            giveBack(pooled);
        }
        return handles;
    }

    /** Cleans a connection up that nobody uses any more, and has it serve others; destroys it if that fails. */
    private void giveBack(Pooled pooled) {
        boolean clean = Handles.cleanUp(pooled.connection(), is(Trait.REPEATS_CALLS) ? 2 : 1, faults);
        boolean doomed;
        lock.lock();
        try {
            doomed = pooled.isDoomed() || !clean;
            if (!doomed && all.containsKey(pooled.connection()) && !pooled.isFree()) {
                pooled.setFree(true);
                permits.release();
            }
        } finally {
            lock.unlock();
        }
        if (doomed) {
            discard(pooled);
        }
    }

    /** Destroys a connection that could not be handed out, unless others use it. */
    final void discardUnused(Pooled pooled) {
        boolean unused;
        lock.lock();
        try {
            unused = pooled.handles().isEmpty() && pooled.transaction() == null;
        } finally {
            lock.unlock();
        }
        if (unused) {
            discard(pooled);
        }
    }

    private void discard(Pooled pooled) {
        lock.lock();
        try {
            if (all.remove(pooled.connection()) == null) {
                return;
            }
            if (!pooled.isFree()) {
                permits.release();
            }
        } finally {
            lock.unlock();
        }
        destroyed.incrementAndGet();
        Handles.destroy(pooled.connection(), is(Trait.REPEATS_CALLS) ? 2 : 1, faults);
    }

    // ------------------------------------------------------------------------------------------ what connections tell

    /** Acts on an event, now or later. */
    final void act(Runnable event) {
        if (is(Trait.DEFERS_EVENTS)) {
            deferred.add(event);
        } else {
            event.run();
        }
    }

    final void handleClosed(Pooled pooled, Object handle) {
        boolean unused;
        lock.lock();
        try {
            if (!all.containsKey(pooled.connection())) {
                return; // destroyed meanwhile, with all that was on it
            }
            if (!pooled.remove(handle)) {
                faults.add("Unknown connection handle closed: " + handle);
                return;
            }
            unused = pooled.isUnused();
        } finally {
            lock.unlock();
        }
        if (unused) {
            giveBack(pooled);
        }
    }

    final void errorOccurred(Pooled pooled) {
        errors.incrementAndGet();
        boolean first;
        boolean idle;
        lock.lock();
        try {
            first = pooled.firstError();
            idle = pooled.isFree();
        } finally {
            lock.unlock();
        }
        if (!first) {
            faults.add("a second error of the same connection: " + pooled.connection());
        } else if (idle) {
            faults.add("an error of a connection that nobody uses: " + pooled.connection());
        }
        discard(pooled);
        purge();
    }

    private void purge() {
        if (is(Trait.VALIDATES_AFTER_ERROR)) {
            for (Pooled other : pooled()) {
                if (!candidates.isValid(other.connection())) {
                    discard(other);
                }
            }
        }
        if (is(Trait.PURGES_ALL)) {
            for (Pooled other : pooled()) {
                doom(other);
            }
        }
    }

    private void doom(Pooled pooled) {
        boolean idle;
        lock.lock();
        try {
            pooled.doom();
            idle = pooled.isFree();
        } finally {
            lock.unlock();
        }
        if (idle) {
            discard(pooled);
        }
    }

    final void closeAgain(Object handle) {
        Handles.close(handle, faults);
    }

    /** An application has begun a local transaction, or ended it. */
    final void ownTransaction(Pooled pooled, boolean begun) {
        lock.lock();
        try {
            if (pooled.branch() != null) {
                faults.add("an event about a local transaction that the container drives");
            } else if (pooled.hasOwnTransaction() == begun) {
                faults.add(begun ? "a transaction began inside another" : "a transaction ended that had not begun");
            }
            pooled.setOwnTransaction(begun);
        } finally {
            lock.unlock();
        }
        if (begun) {
            ownTransactions.incrementAndGet();
        }
    }

    /** A pool does not travel; what is found again is the pool of that number. */
    private Object writeReplace() {
        return new Name(id);
    }

    private record Name(int id) implements Serializable {
        private Object readResolve() {
            return Objects.requireNonNull(ALL.get(id));
        }
    }
}
