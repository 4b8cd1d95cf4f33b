package io.github.mooring.testkit.lab;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One transaction of a session. Confined to the lock of {@link SnapshotTransactions}. */
final class Transaction {
    /** How far it has come. */
    enum State {
        ACTIVE,
        COMMITTED,
        ABORTED
    }

    final long number;
    /** The election under which it has begun; it does not outlive the next. */
    final long term;

    State state = State.ACTIVE;
    /** Gone once the transaction has ended. */
    @Nullable
    Snapshot snapshot;

    /** The documents that it has written, which no other may write meanwhile. */
    final Set<List<Object>> written = new HashSet<>();

    Transaction(long number, long term, Snapshot snapshot) {
        this.number = number;
        this.term = term;
        this.snapshot = snapshot;
    }

    void end(State how) {
        state = how;
        written.clear();
        if (snapshot != null) {
            snapshot.close();
            snapshot = null;
        }
    }
}
