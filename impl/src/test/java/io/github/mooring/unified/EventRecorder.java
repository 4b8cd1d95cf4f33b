package io.github.mooring.unified;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Remembers what a client has told, in its order, and lets a case wait for it; thread-safe. */
final class EventRecorder {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final List<Event> events = new ArrayList<>();

    /** Guarded by {@link #lock}. */
    private boolean stopped;

    /** Takes an event, unless the recorder was stopped. */
    void add(Event event) {
        lock.lock();
        try {
            if (!stopped) {
                events.add(event);
                added.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What there has been so far. */
    List<Event> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what there has been so far. */
    void forget() {
        lock.lock();
        try {
            events.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
    }

    /** How many events there are that are meant. */
    int count(Predicate<Event> which) {
        return (int) events().stream().filter(which).count();
    }

    /** Waits until there have been so many events that are meant; how many there are then. */
    int await(int count, Predicate<Event> which, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (count(which) < count && nanos > 0) {
                nanos = added.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
        return count(which);
    }
}
