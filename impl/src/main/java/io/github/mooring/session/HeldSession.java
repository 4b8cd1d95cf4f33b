package io.github.mooring.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The server session of whoever has transactions, one after another: a session of the application's, or a managed connection.
 * Thread-safe. It is taken when the first transaction sends something, and kept from one to the next.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/sessions/driver-sessions.md">Driver Sessions</a>
 */
public final class HeldSession {
    private final ReentrantLock lock = new ReentrantLock();

    /** Where the session comes from and goes to; null as long as there is none. */
    @GuardedBy("lock")
    private @Nullable ServerSessions home;

    @GuardedBy("lock")
    private @Nullable ServerSession session;

    /** Transactions that were begun and have no number yet: each uses one up, even if nothing is done in it. */
    @GuardedBy("lock")
    private long begun;

    /** Whether its owner has no use for it any more. */
    @GuardedBy("lock")
    private boolean released;

    /** How long the server keeps it unused. */
    @GuardedBy("lock")
    private Duration timeout = Duration.ZERO;

    /** None yet. */
    public HeldSession() {}

    /** Notes that a transaction is begun here. */
    void count() {
        lock.lock();
        try {
            begun++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lends it for a write outside of transactions, if nobody else has it; take it back.
     *
     * @param from those of the user who writes
     * @param kept how long the server keeps a session that is not used
     */
    @SuppressWarnings("ReferenceEquality") // each user has one set of server sessions
    public @Nullable ServerSession lend(ServerSessions from, Duration kept) {
        lock.lock();
        try {
            ServerSession held = session;
            if (held == null || home != from || from.isOld(held, kept)) {
                return null;
            }
            session = null;
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** Takes back what was lent; if a transaction could not wait for it and has another one, it goes home. */
    public void takeBack(ServerSession lent, ServerSessions from, Duration kept) {
        lock.lock();
        try {
            if (session == null && !released) {
                session = lent;
                home = from;
                timeout = kept;
            } else {
                from.giveBack(lent, kept);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The number of a transaction that is about to send its first command.
     *
     * @param from those of the user who does so
     * @param kept how long the server keeps a session that is not used
     */
    @SuppressWarnings("ReferenceEquality") // each user has one set of server sessions
    WriteNumber begin(ServerSessions from, Duration kept) {
        lock.lock();
        try {
            ServerSession held = session;
            if (held == null || home != from || from.isOld(held, kept)) {
                letGo();
                held = from.take(kept);
                home = from;
                session = held;
            }
            timeout = kept;
            for (; begun > 1; begun--) {
                var unused = held.nextTransactionNumber();
            }
            begun = 0;
            return new WriteNumber(held.id(), held.nextTransactionNumber());
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the server has been told of it just now. */
    void used(long nowNanos) {
        lock.lock();
        try {
            if (session != null) {
                session.used(nowNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes a network error: nobody else shall have it. */
    void markDirty() {
        lock.lock();
        try {
            if (session != null) {
                session.markDirty();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Its {@code lsid}; null as long as there is none. */
    public @Nullable UUID id() {
        lock.lock();
        try {
            return session == null ? null : session.id();
        } finally {
            lock.unlock();
        }
    }

    /** Gives the server session back, if there is one, for good; a transaction that comes all the same takes another one. */
    public void release() {
        lock.lock();
        try {
            released = true;
            letGo();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void letGo() {
        if (session != null && home != null) {
            home.giveBack(session, timeout);
        }
        session = null;
        home = null;
    }
}
