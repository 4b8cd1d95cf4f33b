package io.github.mooring.testkit.container;

import jakarta.resource.spi.ManagedConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection in a pool, and what the pool knows of it; everything that changes is guarded by the pool's lock. */
final class Pooled {
    private final FakePool pool;
    private final ManagedConnection connection;
    private final List<@Nullable Object> key;
    private final Set<Object> handles = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Whether nobody uses it; who does has one of the pool's permits. */
    private boolean free = true;
    /** Whether it is to be destroyed as soon as nobody uses it. */
    private boolean doomed;

    private boolean errorHeard;
    /** Whether an application has begun a local transaction on it. */
    private boolean ownTransaction;
    /** The container's transaction that it belongs to. */
    private @Nullable FakeTransaction transaction;
    /** Its part in that, once it has one. */
    private @Nullable Branch branch;

    Pooled(FakePool pool, ManagedConnection connection, List<@Nullable Object> key) {
        this.pool = pool;
        this.connection = connection;
        this.key = key;
    }

    FakePool pool() {
        return pool;
    }

    ManagedConnection connection() {
        return connection;
    }

    List<@Nullable Object> key() {
        return key;
    }

    List<Object> handles() {
        return new ArrayList<>(handles);
    }

    void add(Object handle) {
        handles.add(handle);
    }

    boolean remove(Object handle) {
        return handles.remove(handle);
    }

    boolean has(Object handle) {
        return handles.contains(handle);
    }

    void forgetHandles() {
        handles.clear();
    }

    boolean isUnused() {
        return !free && handles.isEmpty() && transaction == null;
    }

    boolean isFree() {
        return free;
    }

    void setFree(boolean free) {
        this.free = free;
    }

    boolean isDoomed() {
        return doomed;
    }

    void doom() {
        doomed = true;
    }

    /** Notes an error; false if there was one before. */
    boolean firstError() {
        boolean first = !errorHeard;
        errorHeard = true;
        return first;
    }

    boolean hasOwnTransaction() {
        return ownTransaction;
    }

    void setOwnTransaction(boolean ownTransaction) {
        this.ownTransaction = ownTransaction;
    }

    @Nullable
    FakeTransaction transaction() {
        return transaction;
    }

    @Nullable
    Branch branch() {
        return branch;
    }

    void joins(FakeTransaction joined) {
        transaction = joined;
    }

    void begins(Branch begun) {
        branch = begun;
    }

    void leavesTransaction() {
        transaction = null;
        branch = null;
    }
}
