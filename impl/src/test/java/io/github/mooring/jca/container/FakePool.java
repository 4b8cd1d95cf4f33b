package io.github.mooring.jca.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A container's pool of managed connections; thread-safe. It wraps what the adapter throws as containers do, refuses
 * factories that are not equal to its own, and hands handles out on the caller's thread.
 */
public class FakePool implements ConnectionManager {
    private static final long serialVersionUID = 1L;
    private static final Map<Integer, FakePool> ALL = new ConcurrentHashMap<>();
    private static final AtomicInteger IDS = new AtomicInteger();

    /** How candidates are offered for matching. */
    public enum Matching {
        /** One at a time, and destroyed if refused; with a validation each time. As IronJacamar does. */
        ONE_BY_ONE,
        /** All that are free, in one unmodifiable set, among them objects of somebody else. As GlassFish does. */
        WHOLE_SET
    }

    private final int id = IDS.incrementAndGet();
    private final transient ManagedConnectionFactory factory;
    private final transient Matching matching;
    private final transient int maxSize;
    private final transient Map<ManagedConnection, Lease> all = new HashMap<>();
    private final transient List<String> warnings = new CopyOnWriteArrayList<>();
    private transient volatile Supplier<@Nullable Subject> subjects = () -> null;
    private transient volatile @Nullable Thread allocatingThread;
    private final transient AtomicInteger created = new AtomicInteger();
    private final transient AtomicInteger destroyed = new AtomicInteger();

    /** A pooled connection: who asked for it, and the handles that are out. */
    private static final class Lease {
        private final List<@Nullable Object> key;
        private final Set<Object> handles = Collections.newSetFromMap(new IdentityHashMap<>());
        private boolean free;

        Lease(List<@Nullable Object> key) {
            this.key = key;
        }
    }

    /** A pool of at most so many. */
    @SuppressWarnings("this-escape") // the registry only stands in for a container's JNDI
    public FakePool(ManagedConnectionFactory factory, Matching matching, int maxSize) {
        this.factory = factory;
        this.matching = matching;
        this.maxSize = maxSize;
        ALL.put(id, this);
    }

    /** Whose credentials come with requests from now on. */
    public void setSubjects(Supplier<@Nullable Subject> subjects) {
        this.subjects = subjects;
    }

    /** The thread of the last request. */
    public @Nullable Thread allocatingThread() {
        return allocatingThread;
    }

    /** What a container would have logged as an adapter's fault. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** How many were made. */
    public int created() {
        return created.get();
    }

    /** How many were destroyed. */
    public int destroyed() {
        return destroyed.get();
    }

    /** How many are not in use. */
    public synchronized int free() {
        return (int) all.values().stream().filter(lease -> lease.free).count();
    }

    /** All of them. */
    public synchronized List<ManagedConnection> connections() {
        return new ArrayList<>(all.keySet());
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory asking, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        allocatingThread = Thread.currentThread();
        Subject subject = subjects.get();
        ManagedConnection connection = take(asking, subject, request);
        try {
            Object handle = connection.getConnection(subject, request);
            remember(connection, handle);
            return handle;
        } catch (ResourceException e) {
            discard(connection);
            throw new ResourceException("FP000457: Unchecked throwable in managedConnectionReconnected()", e);
        }
    }

    /** A connection for a request, free or new, with nobody using it. */
    protected synchronized ManagedConnection take(
            ManagedConnectionFactory asking, @Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        if (!factory.equals(asking)) {
            throw new ResourceException("FP000454: the factory is not the pool's");
        }
        // one pool for each user where candidates are not compared, one for all where they are
        List<@Nullable Object> key = matching == Matching.ONE_BY_ONE
                ? Collections.unmodifiableList(new ArrayList<>(Arrays.asList(subject, request)))
                : List.of();
        ManagedConnection found = match(key, subject, request);
        if (found == null) {
            found = create(key, subject, request);
        }
        Objects.requireNonNull(all.get(found)).free = false;
        return found;
    }

    private @Nullable ManagedConnection match(
            List<@Nullable Object> key, @Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        List<ManagedConnection> free = all.entrySet().stream()
                .filter(entry -> entry.getValue().free && entry.getValue().key.equals(key))
                .map(Map.Entry::getKey)
                .toList();
        if (matching == Matching.WHOLE_SET) {
            Set<Object> candidates = new HashSet<>(free);
            candidates.add("somebody else's");
            return factory.matchManagedConnections(Collections.unmodifiableSet(candidates), subject, request);
        }
        for (ManagedConnection candidate : free) {
            ManagedConnection matched = factory.matchManagedConnections(Set.of(candidate), subject, request);
            if (matched == null) {
                warnings.add("Destroying connection that could not be successfully matched: " + candidate);
                discard(candidate);
            } else if (isValid(candidate)) {
                return candidate;
            } else {
                discard(candidate);
            }
        }
        return null;
    }

    private boolean isValid(ManagedConnection candidate) throws ResourceException {
        return !(factory instanceof ValidatingManagedConnectionFactory validating)
                || validating.getInvalidConnections(Set.of(candidate)).isEmpty();
    }

    private ManagedConnection create(
            List<@Nullable Object> key, @Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        if (all.size() >= maxSize) {
            throw new ResourceException(
                    "FP000453: Unable to get managed connection for java:/eis/Pool",
                    new ResourceException("FP000655: No managed connections available within configured blocking"
                            + " timeout (0 [ms])"));
        }
        try {
            ManagedConnection made = factory.createManagedConnection(subject, request);
            made.addConnectionEventListener(new Listener(made));
            all.put(made, new Lease(key));
            created.incrementAndGet();
            return made;
        } catch (ResourceException e) {
            throw new ResourceException(
                    "FP000453: Unable to get managed connection for java:/eis/Pool",
                    new ResourceException("FP000658: Unexpected throwable while trying to create a connection", e));
        }
    }

    /** Another handle on the connection that a handle is on, as in a shared transaction. */
    public Object share(Object handle, @Nullable ConnectionRequestInfo request) throws ResourceException {
        ManagedConnection connection = carrierOf(handle);
        Object another = connection.getConnection(subjects.get(), request);
        remember(connection, another);
        return another;
    }

    /** The connection that a handle is on. */
    public synchronized ManagedConnection carrierOf(Object handle) {
        return all.entrySet().stream()
                .filter(entry -> entry.getValue().handles.contains(handle))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not a handle of this pool: " + handle));
    }

    /** Notes that a handle is on a connection. */
    protected synchronized void remember(ManagedConnection connection, Object handle) {
        Objects.requireNonNull(all.get(connection)).handles.add(handle);
    }

    /** Takes a connection back that has no handles any more. */
    protected synchronized void giveBack(ManagedConnection connection) {
        Lease lease = Objects.requireNonNull(all.get(connection));
        lease.handles.clear();
        lease.free = true;
    }

    /** Destroys all connections, as an administrator's flush does. */
    public synchronized void flush() {
        connections().forEach(this::discard);
    }

    private synchronized void discard(ManagedConnection connection) {
        all.remove(connection);
        destroyed.incrementAndGet();
        try {
            connection.destroy();
        } catch (ResourceException e) {
            warnings.add("destroy failed: " + e);
        }
    }

    private synchronized void handleClosed(ManagedConnection connection, Object handle) {
        Lease lease = all.get(connection);
        if (lease == null || !lease.handles.remove(handle)) {
            warnings.add("Unknown connection handle closed: " + handle);
            return;
        }
        if (lease.handles.isEmpty()) {
            try {
                connection.cleanup();
                giveBack(connection);
            } catch (ResourceException e) {
                warnings.add("cleanup failed: " + e);
                discard(connection);
            }
        }
    }

    private final class Listener implements ConnectionEventListener {
        private final ManagedConnection connection;

        Listener(ManagedConnection connection) {
            this.connection = connection;
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            if (event.getSource() != connection) {
                warnings.add("an event from somebody else: " + event.getSource());
            }
            handleClosed(connection, event.getConnectionHandle());
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            warnings.add("connection error: " + event.getException());
            discard(connection);
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            warnings.add("a transaction where there is none");
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            warnings.add("a transaction where there is none");
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            warnings.add("a transaction where there is none");
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
