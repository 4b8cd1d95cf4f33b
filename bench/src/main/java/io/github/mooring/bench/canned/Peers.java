package io.github.mooring.bench.canned;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections that a server has seen, by the name that the client gives in its handshake; thread-safe.
 *
 * <p>A connection counts from when it was accepted, although its client's name comes later: so one that is still being
 * dialed counts too. Connections that ended before they said a name belong to nobody.
 */
final class Peers {
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<Life> lives = new ArrayList<>();

    /** The order of openings and closings is that in which the server met them. */
    @GuardedBy("lock")
    private int events;

    /** A connection was accepted. */
    Life opened() {
        lock.lock();
        try {
            Life life = new Life(events++);
            lives.add(life);
            return life;
        } finally {
            lock.unlock();
        }
    }

    /** The client has said its name. */
    void named(Life life, String name) {
        lock.lock();
        try {
            life.name = name;
        } finally {
            lock.unlock();
        }
    }

    /** The connection carried a request other than a hello, so it is not a monitor's. */
    void carried(Life life) {
        lock.lock();
        try {
            life.carrier = true;
        } finally {
            lock.unlock();
        }
    }

    /** The connection has ended. */
    void closed(Life life) {
        lock.lock();
        try {
            life.closed = events++;
        } finally {
            lock.unlock();
        }
    }

    /** What each client has opened so far, in order of appearance. */
    Map<String, PeerCount> counts() {
        lock.lock();
        try {
            Map<String, List<Life>> byName = new LinkedHashMap<>();
            for (Life life : lives) {
                if (life.name != null) {
                    byName.computeIfAbsent(life.name, name -> new ArrayList<>()).add(life);
                }
            }
            Map<String, PeerCount> counts = new LinkedHashMap<>();
            byName.forEach((name, own) -> counts.put(name, count(own)));
            return counts;
        } finally {
            lock.unlock();
        }
    }

    private static PeerCount count(List<Life> own) {
        int open = (int) own.stream().filter(Life::isOpen).count();
        return new PeerCount(own.size(), open, peak(own, life -> true), peak(own, life -> life.carrier));
    }

    /** Most that were open at the same time: each maximum begins with an opening. */
    private static int peak(List<Life> own, Predicate<Life> which) {
        List<Life> counted = own.stream().filter(which).toList();
        int peak = 0;
        for (Life newest : counted) {
            int together = (int) counted.stream()
                    .filter(life -> life.opened <= newest.opened && newest.opened < life.closed)
                    .count();
            peak = Math.max(peak, together);
        }
        return peak;
    }

    /** One connection; all fields are guarded by the lock of its peers. */
    static final class Life {
        private final int opened;
        private int closed = Integer.MAX_VALUE;
        private boolean carrier;
        private @Nullable String name;

        private Life(int opened) {
            this.opened = opened;
        }

        private boolean isOpen() {
            return closed == Integer.MAX_VALUE;
        }
    }
}
