package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transaction of the container's; used by its thread only. */
final class FakeTransaction {
    private final FakeXid xid;
    private final Map<Object, Object> resources = new HashMap<>();
    private final List<Synchronization> synchronizations = new ArrayList<>();
    /** Connections that belong to it, whether they have a branch already or not. */
    private final List<Pooled> members = new ArrayList<>();

    private final List<Branch> branches = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private int status = Status.STATUS_ACTIVE;

    FakeTransaction(FakeXid xid) {
        this.xid = xid;
    }

    FakeXid xid() {
        return xid;
    }

    int status() {
        return status;
    }

    void setRollbackOnly() {
        if (status == Status.STATUS_ACTIVE) {
            status = Status.STATUS_MARKED_ROLLBACK;
        }
    }

    Map<Object, Object> resources() {
        return resources;
    }

    void add(Synchronization synchronization) {
        synchronizations.add(synchronization);
    }

    void add(Pooled member) {
        members.add(member);
    }

    void remove(Pooled member) {
        members.remove(member);
    }

    /** The connection of a pool that requests of this kind share; one that has a branch goes first. */
    @Nullable
    Pooled shared(FakePool pool, List<@Nullable Object> key) {
        Pooled found = null;
        for (Pooled member : members) {
            if (member.pool() == pool && member.key().equals(key) && (found == null || member.branch() != null)) {
                found = member;
            }
        }
        return found;
    }

    /**
     * Begins a branch.
     *
     * @throws ResourceException if it cannot begin, or is the second that can only be committed in one step
     */
    void begin(Branch branch) throws ResourceException {
        if (branch.isLocal() && branches.stream().anyMatch(Branch::isLocal)) {
            throw new ResourceException("FT016061: a second resource with one-phase commit is not allowed");
        }
        branch.begin();
        branches.add(branch);
    }

    Outcome complete(boolean wanted) {
        if (wanted) {
            beforeCompletion();
        }
        boolean committed = wanted && status == Status.STATUS_ACTIVE && commit();
        if (!committed && status != Status.STATUS_ROLLEDBACK) {
            rollBack(branches);
        }
        status = committed ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK;
        afterCompletion();
        for (Pooled member : members) {
            member.pool().transactionEnded(member);
        }
        return new Outcome(committed, List.copyOf(failures));
    }

    private void beforeCompletion() {
        for (Synchronization synchronization : List.copyOf(synchronizations)) {
            try {
                synchronization.beforeCompletion();
            } catch (RuntimeException e) {
                failures.add(e);
                setRollbackOnly();
            }
        }
    }

    /** The local one decides, after all others have said that they can. */
    private boolean commit() {
        boolean onePhase = branches.size() == 1;
        List<Branch> undecided = new ArrayList<>(branches);
        try {
            for (Branch branch : branches) {
                if (!onePhase) {
                    branch.prepare();
                }
            }
            for (Branch branch : localFirst()) {
                undecided.remove(branch);
                branch.commit(onePhase);
            }
            return true;
        } catch (ResourceException e) {
            // containers take any such exception of a commit for "rolled back"
            failures.add(e);
            rollBack(undecided);
            status = Status.STATUS_ROLLEDBACK;
            return false;
        }
    }

    private List<Branch> localFirst() {
        List<Branch> ordered = new ArrayList<>(branches);
        ordered.sort((one, other) -> Boolean.compare(other.isLocal(), one.isLocal()));
        return ordered;
    }

    private void rollBack(List<Branch> ending) {
        for (Branch branch : ending) {
            try {
                branch.rollback();
            } catch (ResourceException e) {
                failures.add(e);
            }
        }
    }

    private void afterCompletion() {
        for (Synchronization synchronization : List.copyOf(synchronizations)) {
            try {
                synchronization.afterCompletion(status);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
    }
}
