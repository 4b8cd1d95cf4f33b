package io.github.mooring.client;

import io.github.mooring.api.event.ConnectionCheckOutFailed;
import io.github.mooring.api.event.ConnectionCheckOutStarted;
import io.github.mooring.api.event.ConnectionCheckedIn;
import io.github.mooring.api.event.ConnectionCheckedOut;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.api.event.ConnectionCreated;
import io.github.mooring.api.event.ConnectionPoolCleared;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.time.Seed;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps the books of a pool by what it is told, and throws now and then after an entry; thread-safe. */
final class ThrowingLedger implements ConnectionPoolListener {
    private final Seed seed;
    private final AtomicLong heard = new AtomicLong();
    private final AtomicLong thrown = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong out = new AtomicLong();
    private final AtomicLong in = new AtomicLong();
    private final AtomicLong created = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();
    private final AtomicLong cleared = new AtomicLong();

    ThrowingLedger(Seed seed) {
        this.seed = seed;
    }

    /** Every check-out has ended in one way, and every lease has ended. */
    boolean isSettled() {
        return begun.get() == out.get() + failed.get() && out.get() == in.get();
    }

    /** Every connection that there was has been closed. */
    boolean isEmpty() {
        return created.get() == closed.get();
    }

    long cleared() {
        return cleared.get();
    }

    long thrown() {
        return thrown.get();
    }

    private void enter(AtomicLong account) {
        account.incrementAndGet();
        if (seed.strikes("listener", heard.incrementAndGet(), 20)) {
            thrown.incrementAndGet();
            throw new IllegalStateException("a listener that throws on purpose");
        }
    }

    @Override
    public void connectionCheckOutStarted(ConnectionCheckOutStarted event) {
        enter(begun);
    }

    @Override
    public void connectionCheckOutFailed(ConnectionCheckOutFailed event) {
        enter(failed);
    }

    @Override
    public void connectionCheckedOut(ConnectionCheckedOut event) {
        enter(out);
    }

    @Override
    public void connectionCheckedIn(ConnectionCheckedIn event) {
        enter(in);
    }

    @Override
    public void connectionCreated(ConnectionCreated event) {
        enter(created);
    }

    @Override
    public void connectionClosed(ConnectionClosed event) {
        enter(closed);
    }

    @Override
    public void connectionPoolCleared(ConnectionPoolCleared event) {
        enter(cleared);
    }

    @Override
    public String toString() {
        return begun + " check-outs, of which " + out + " led to a lease and " + failed + " failed, " + in
                + " leases ended, " + created + " connections made, " + closed + " closed, " + cleared + " clears, "
                + thrown + " times thrown";
    }
}
