package io.github.mooring.transport;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends the blocking steps that Java gives no time-out for; thread-safe.
 *
 * <p>A read has SO_TIMEOUT. A write has nothing of the kind: when the peer stops reading and the socket's buffers are
 * full, it blocks for ever, deaf to interrupts. So each transport publishes the deadline of the write it is in, and this
 * class, run from time to time by whoever owns a {@link io.github.mooring.time.TaskRunner}, closes the sockets of those
 * whose deadline has passed. The writer wakes with an exception and reports a time-out. TLS steps are watched as well,
 * reads and handshakes included: one of them is many reads of the socket, and a peer that trickles bytes starts
 * SO_TIMEOUT anew with each.
 *
 * <p>It is the raw socket that is closed: closing an {@code SSLSocket} sends a farewell first, for which it waits for the
 * very lock that the stuck writer holds. An overdue step therefore ends at most one {@link #PERIOD} late. There is no
 * thread in here; without {@link #runOnce} writes are simply not limited.
 */
public final class WriteWatchdog {
    /** How often {@link #runOnce} is meant to be called. Chosen: small against any time-out that makes sense. */
    public static final Duration PERIOD = Duration.ofMillis(200);

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

    /** Aborts what is overdue. Neither blocks nor does I/O other than closing sockets. */
    public void runOnce() {
        for (Watched each : watched) {
            each.abortIfOverdue();
        }
    }

    /** How many transports are open, and handshakes under way. */
    public int size() {
        return watched.size();
    }

    void watch(Watched what) {
        watched.add(what);
    }

    void unwatch(Watched what) {
        watched.remove(what);
    }

    /** Something with steps that may have to be aborted. */
    @FunctionalInterface
    interface Watched {
        void abortIfOverdue();
    }
}
