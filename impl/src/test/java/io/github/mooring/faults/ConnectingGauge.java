package io.github.mooring.faults;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.api.event.ConnectionCreated;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.api.event.ConnectionReady;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** How many connections of one pool are being opened, and how many there are. Thread-safe. */
final class ConnectingGauge implements ConnectionPoolListener {
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<Long> connecting = new HashSet<>();

    @GuardedBy("lock")
    private int mostConnecting;

    @GuardedBy("lock")
    private int open;

    @GuardedBy("lock")
    private int mostOpen;

    int mostConnecting() {
        lock.lock();
        try {
            return mostConnecting;
        } finally {
            lock.unlock();
        }
    }

    int mostOpen() {
        lock.lock();
        try {
            return mostOpen;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void connectionCreated(ConnectionCreated event) {
        lock.lock();
        try {
            connecting.add(event.connectionId());
            mostConnecting = Math.max(mostConnecting, connecting.size());
            open++;
            mostOpen = Math.max(mostOpen, open);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void connectionReady(ConnectionReady event) {
        connected(event.connectionId(), 0);
    }

    @Override
    public void connectionClosed(ConnectionClosed event) {
        connected(event.connectionId(), 1);
    }

    private void connected(long id, int closed) {
        lock.lock();
        try {
            connecting.remove(id);
            open -= closed;
        } finally {
            lock.unlock();
        }
    }
}
