package io.github.mooring.client;

import io.github.mooring.connection.Connection;
import io.github.mooring.operation.CursorBatch;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.Purpose;
import io.github.mooring.session.Transaction;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a cursor keeps, if it has to: behind a load balancer another one may lead to another service, which does
 * not know the cursor. Thread-safe: one thread reads, any may end.
 *
 * <p>Who ends the cursor while somebody reads does not wait for that: the server answers in order, so to kill the cursor would have
 * to wait as well. Who reads sees to it afterwards.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/load-balancers/load-balancers.md#behaviour-with-cursors">
 *     Load Balancer Support: behaviour with cursors</a>
 */
final class CursorConnection implements Binding {
    private enum State {
        UNUSED,
        READING,
        /** Ended by another thread than the one that reads. */
        READING_ON,
        ENDED
    }

    /** Set at most once, by the thread that opens the cursor, before others have it. */
    private @Nullable Lease<Connection> lease;

    /** Whether the cursor is about to be opened, or was; set once, by the thread that opens it, before others have it. */
    private boolean opened;
    /** What it is opened in; null for no transaction. Set as {@link #opened}. */
    private @Nullable Transaction transaction;

    private final AtomicReference<State> state = new AtomicReference<>(State.UNUSED);

    /**
     * Keeps the connection if what came over it is a cursor that has more to give; {@link #giveBack} alone gives it back then.
     *
     * @return whether it is kept
     */
    boolean keepIfOpen(@Nullable Object reply, Lease<Connection> opened) {
        if (!(reply instanceof CursorBatch<?> first) || first.cursorId() == 0) {
            return false;
        }
        opened.dedicate(Purpose.CURSOR);
        lease = opened;
        return true;
    }

    /** Notes what the cursor is opened in, before it is; later operations of it change nothing. */
    void openedIn(@Nullable Transaction current) {
        if (!opened) {
            opened = true;
            transaction = current;
        }
    }

    /** Whether the cursor is about to be opened, or was. */
    boolean isOpened() {
        return opened;
    }

    /** What it was opened in; null for no transaction. */
    @Nullable
    Transaction transaction() {
        return transaction;
    }

    /** Whether there is a connection to keep. */
    boolean isKept() {
        return lease != null;
    }

    /** The connection that is kept. */
    Lease<Connection> lease() {
        return Objects.requireNonNull(lease, "bug: the cursor keeps no connection");
    }

    /** Whether anything can be sent over it. */
    boolean isUsable() {
        return lease().resource().isUsable();
    }

    /** Begins to read; false if the cursor has ended. */
    boolean begin() {
        return state.compareAndSet(State.UNUSED, State.READING);
    }

    /** Ends reading; true if the cursor was ended meanwhile, and the caller has to see to what is left. */
    boolean end() {
        return state.updateAndGet(was -> was == State.READING ? State.UNUSED : State.ENDED) == State.ENDED;
    }

    /** Ends the cursor, once; true if the caller has to see to what is left, false if who reads will. */
    boolean retire() {
        return state.updateAndGet(was -> was == State.READING ? State.READING_ON : State.ENDED) == State.ENDED;
    }

    /** Gives the connection back; for whoever has to see to what is left. */
    void giveBack() {
        Leases.giveBack(lease());
    }
}
