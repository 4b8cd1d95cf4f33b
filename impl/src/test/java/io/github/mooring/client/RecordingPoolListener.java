package io.github.mooring.client;

import io.github.mooring.api.event.ConnectionCheckOutFailed;
import io.github.mooring.api.event.ConnectionCheckOutStarted;
import io.github.mooring.api.event.ConnectionCheckedIn;
import io.github.mooring.api.event.ConnectionCheckedOut;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.api.event.ConnectionCreated;
import io.github.mooring.api.event.ConnectionPoolCleared;
import io.github.mooring.api.event.ConnectionPoolClosed;
import io.github.mooring.api.event.ConnectionPoolCreated;
import io.github.mooring.api.event.ConnectionPoolEvent;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.api.event.ConnectionPoolReady;
import io.github.mooring.api.event.ConnectionReady;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Remembers all events in their order, and lets tests wait for them; thread-safe. */
final class RecordingPoolListener implements ConnectionPoolListener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final List<ConnectionPoolEvent> events = new ArrayList<>();

    /** What there has been so far. */
    List<ConnectionPoolEvent> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** Those of one kind. */
    <E extends ConnectionPoolEvent> List<E> of(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Waits until there have been so many events that are meant; false if there were not in time. */
    boolean await(int count, Predicate<ConnectionPoolEvent> which, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (count(which) < count && nanos > 0) {
                nanos = added.awaitNanos(nanos);
            }
            return count(which) >= count;
        } finally {
            lock.unlock();
        }
    }

    private long count(Predicate<ConnectionPoolEvent> which) {
        return events.stream().filter(which).count();
    }

    private void add(ConnectionPoolEvent event) {
        lock.lock();
        try {
            events.add(event);
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void connectionPoolCreated(ConnectionPoolCreated event) {
        add(event);
    }

    @Override
    public void connectionPoolReady(ConnectionPoolReady event) {
        add(event);
    }

    @Override
    public void connectionPoolCleared(ConnectionPoolCleared event) {
        add(event);
    }

    @Override
    public void connectionPoolClosed(ConnectionPoolClosed event) {
        add(event);
    }

    @Override
    public void connectionCreated(ConnectionCreated event) {
        add(event);
    }

    @Override
    public void connectionReady(ConnectionReady event) {
        add(event);
    }

    @Override
    public void connectionClosed(ConnectionClosed event) {
        add(event);
    }

    @Override
    public void connectionCheckOutStarted(ConnectionCheckOutStarted event) {
        add(event);
    }

    @Override
    public void connectionCheckOutFailed(ConnectionCheckOutFailed event) {
        add(event);
    }

    @Override
    public void connectionCheckedOut(ConnectionCheckedOut event) {
        add(event);
    }

    @Override
    public void connectionCheckedIn(ConnectionCheckedIn event) {
        add(event);
    }
}
