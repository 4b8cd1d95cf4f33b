package io.github.mooring.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Those that a {@link Budget} may ask to make room; thread-safe, and without a lock while one of them is asked. */
final class Evictables {
    private final Set<Evictable> members = ConcurrentHashMap.newKeySet();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong evicted = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    void add(Evictable evictable) {
        members.add(evictable);
    }

    void remove(Evictable evictable) {
        members.remove(evictable);
    }

    int underWay() {
        return underWay.get();
    }

    long evicted() {
        return evicted.get();
    }

    long failures() {
        return failures.get();
    }

    /** Ends the idle thing that was used least recently; the next one if somebody else was faster. Each is asked once. */
    boolean evictLeastRecentlyUsed() {
        for (Candidate candidate : candidates()) {
            if (evict(candidate.evictable)) {
                evicted.incrementAndGet();
                return true;
            }
        }
        return false;
    }

    private List<Candidate> candidates() {
        List<Candidate> found = new ArrayList<>();
        for (Evictable evictable : members) {
            long idleNanos = idleNanos(evictable);
            if (idleNanos >= 0) {
                found.add(new Candidate(evictable, idleNanos));
            }
        }
        found.sort(Comparator.comparingLong(Candidate::idleNanos).reversed());
        return found;
    }

    private long idleNanos(Evictable evictable) {
        try {
            return evictable.oldestIdleNanos();
        } catch (RuntimeException | Error e) {
            failures.incrementAndGet();
            return -1;
        }
    }

    private boolean evict(Evictable evictable) {
        underWay.incrementAndGet();
        try {
            return evictable.evictOldest();
        } catch (RuntimeException | Error e) {
            failures.incrementAndGet();
            return false;
        } finally {
            underWay.decrementAndGet();
        }
    }

    private record Candidate(Evictable evictable, long idleNanos) {}
}
