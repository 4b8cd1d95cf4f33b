package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ServerSocketFactory;

/** The network between one member and its clients. Thread-safe. */
final class Network {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Set<LabSocket> sockets = new LinkedHashSet<>();

    @GuardedBy("lock")
    private boolean frozen;

    /** Whether connections end by a reset from now on, as those of a process that was killed. */
    @GuardedBy("lock")
    private boolean abrupt;

    /** Makes the listening sockets of the member's server. */
    ServerSocketFactory serverSockets() {
        return new Listening();
    }

    /** A process has started: nothing is left of what was done to the one before. */
    void renew() {
        lock.lock();
        try {
            frozen = false;
            abrupt = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing comes in or goes out until the thaw; connects are completed by the system all the same. */
    void freeze(boolean now) {
        lock.lock();
        try {
            frozen = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Resets all connections, and each that comes. */
    void resetFromNowOn() {
        lock.lock();
        try {
            abrupt = true;
        } finally {
            lock.unlock();
        }
        reset(sockets());
    }

    /** The open connections, oldest first. */
    List<LabSocket> sockets() {
        lock.lock();
        try {
            return List.copyOf(sockets);
        } finally {
            lock.unlock();
        }
    }

    static void reset(List<LabSocket> victims) {
        victims.forEach(LabSocket::reset);
    }

    void opened(LabSocket socket) {
        lock.lock();
        try {
            sockets.add(socket);
        } finally {
            lock.unlock();
        }
    }

    void closed(LabSocket socket) {
        lock.lock();
        try {
            sockets.remove(socket);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isAbrupt() {
        lock.lock();
        try {
            return abrupt;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops here while the member is frozen.
     *
     * @throws SocketException if the socket was closed meanwhile
     */
    void awaitThaw(LabSocket socket) throws IOException {
        lock.lock();
        try {
            while (frozen && !socket.isClosed()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (socket.isClosed()) {
            throw new SocketException("Socket closed");
        }
    }

    private final class Listening extends ServerSocketFactory {
        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 0);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            return new LabServerSocket(Network.this, port, backlog, address);
        }
    }
}
