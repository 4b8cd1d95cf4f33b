package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that can cease to listen for a while, or cease to accept, without the server's knowledge; what it accepts,
 * a {@link Network} can disturb. Thread-safe.
 */
final class LabServerSocket extends ServerSocket {
    private final Network network;
    private final int port;
    private final int backlog;
    private final InetAddress address;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Where clients come in; null while connects are refused. */
    @GuardedBy("lock")
    private @Nullable Door door;

    /** Where the acceptor waits for a client. */
    @GuardedBy("lock")
    private @Nullable Door watched;

    @GuardedBy("lock")
    private boolean holding;

    @GuardedBy("lock")
    private boolean ended;

    /** Ports of clients that only filled the backlog and have left. */
    @GuardedBy("lock")
    private final Set<Integer> ignored = new HashSet<>();

    LabServerSocket(Network network, int port, int backlog, InetAddress address) throws IOException {
        super();
        this.network = network;
        this.backlog = backlog;
        this.address = address;
        Door first = new Door(port, backlog, address);
        this.door = first;
        this.port = first.getLocalPort();
    }

    /** The part that truly listens; a new one each time. */
    private static final class Door extends ServerSocket {
        Door(int port, int backlog, InetAddress address) throws IOException {
            super(port, backlog, address);
        }

        LabSocket accept(Network network) throws IOException {
            LabSocket socket = new LabSocket(network);
            implAccept(socket);
            return socket;
        }
    }

    @Override
    public Socket accept() throws IOException {
        while (true) {
            LabSocket socket = acceptAny();
            if (socket != null && awaitRelease(socket)) {
                network.opened(socket);
                return socket;
            }
        }
    }

    /** The next client; null if the door was shut meanwhile. */
    private @Nullable LabSocket acceptAny() throws IOException {
        Door open = awaitDoor();
        try {
            return open.accept(network);
        } catch (SocketException e) {
            if (isShut(open)) {
                return null;
            }
            throw e;
        } finally {
            turnAway();
        }
    }

    private void turnAway() {
        lock.lock();
        try {
            watched = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Door awaitDoor() throws SocketException {
        lock.lock();
        try {
            while (door == null && !ended) {
                changed.awaitUninterruptibly();
            }
            if (door == null) {
                throw new SocketException("Socket closed");
            }
            watched = door;
            return door;
        } finally {
            lock.unlock();
        }
    }

    private boolean isShut(Door former) {
        lock.lock();
        try {
            return door != former && !ended;
        } finally {
            lock.unlock();
        }
    }

    /** False for a client that was nothing but ballast, or that comes to an ended server. */
    private boolean awaitRelease(LabSocket socket) throws IOException {
        boolean wanted;
        lock.lock();
        try {
            while (holding && !ended) {
                changed.awaitUninterruptibly();
            }
            wanted = !ended && !ignored.remove(socket.getPort());
        } finally {
            lock.unlock();
        }
        if (!wanted) {
            socket.close();
        }
        return wanted;
    }

    /** Connects are refused from now on; what was accepted stays. */
    void refuse() throws IOException {
        Door former;
        lock.lock();
        try {
            former = door;
            door = null;
        } finally {
            lock.unlock();
        }
        if (former != null) {
            former.close();
            awaitUnwatched(former);
        }
    }

    /** The system listens on until the acceptor, which waits in it, has left. */
    private void awaitUnwatched(Door former) {
        lock.lock();
        try {
            while (watched == former) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Connects are completed by the system, as long as it has room, and served by nobody. */
    void hold() {
        lock.lock();
        try {
            holding = true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #refuse} and {@link #hold}; clients on these ports are passed over. */
    void release(Set<Integer> ballast) throws IOException {
        boolean shut;
        lock.lock();
        try {
            shut = door == null && !ended;
        } finally {
            lock.unlock();
        }
        Door next = shut ? new Door(port, backlog, address) : null;
        lock.lock();
        try {
            ignored.addAll(ballast);
            holding = false;
            if (next != null) {
                door = next;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int getLocalPort() {
        return port;
    }

    @Override
    public InetAddress getInetAddress() {
        return address;
    }

    @Override
    public void close() throws IOException {
        Door last;
        lock.lock();
        try {
            ended = true;
            last = door;
            door = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.close();
        }
        super.close();
    }
}
