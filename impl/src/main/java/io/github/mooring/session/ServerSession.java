package io.github.mooring.session;

import java.util.UUID;

/**
 * A session of the server's: what it tells the statements of one client's logical session by. Belongs to one operation at a
 * time, which takes it from {@link ServerSessions} and gives it back; in between nobody else touches it.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/sessions/driver-sessions.md">Driver
 *     Sessions: server session</a>
 */
public final class ServerSession {
    private final UUID id;
    private long transactionNumber;
    private long lastUseNanos;
    private boolean dirty;

    ServerSession(UUID id, long nowNanos) {
        this.id = id;
        this.lastUseNanos = nowNanos;
    }

    /** Its {@code lsid}. */
    public UUID id() {
        return id;
    }

    /** The number of the next write; the same write keeps its number when it is sent again. Starts at 1. */
    public long nextTransactionNumber() {
        return ++transactionNumber;
    }

    /** Notes that the server has been told of it just now. */
    public void used(long nowNanos) {
        lastUseNanos = nowNanos;
    }

    /** Notes a network error: nobody knows what the server still does for it, so nobody else shall have it. */
    public void markDirty() {
        dirty = true;
    }

    boolean isDirty() {
        return dirty;
    }

    /** Whether the server may forget it before an operation that begins now has ended. */
    boolean expires(long nowNanos, long timeoutNanos, long marginNanos) {
        return nowNanos - lastUseNanos > timeoutNanos - marginNanos;
    }
}
