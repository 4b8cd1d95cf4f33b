package io.github.mooring.testkit.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes client sockets with the faults that a test has lined up: the first socket gets the first, and so on.
 *
 * <p>Sockets are real and connect for real; they have no {@code SocketChannel}. Thread-safe.
 */
public final class FaultySocketFactory extends SocketFactory {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<Faults> script = new ArrayDeque<>();

    @GuardedBy("lock")
    private Faults otherwise = Faults.none();

    @GuardedBy("lock")
    private int created;

    @GuardedBy("lock")
    private int opened;

    @GuardedBy("lock")
    private int closed;

    /** A factory whose sockets have no faults until some are lined up. */
    public FaultySocketFactory() {}

    /** Lines up faults for the next sockets, one set each. */
    public void next(Faults... faults) {
        lock.lock();
        try {
            script.addAll(List.of(faults));
        } finally {
            lock.unlock();
        }
    }

    /** The faults of every socket for which none are lined up. */
    public void otherwise(Faults faults) {
        lock.lock();
        try {
            otherwise = faults;
        } finally {
            lock.unlock();
        }
    }

    /** Sockets made, connected or not. */
    public int created() {
        lock.lock();
        try {
            return created;
        } finally {
            lock.unlock();
        }
    }

    /** Sockets that have connected. */
    public int openedCount() {
        lock.lock();
        try {
            return opened;
        } finally {
            lock.unlock();
        }
    }

    /** Sockets that have connected and were closed. */
    public int closedCount() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Sockets that are connected now. */
    public int open() {
        lock.lock();
        try {
            return opened - closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until exactly {@code count} sockets are connected.
     *
     * @throws IllegalStateException if that does not come true within a minute
     */
    public void awaitOpen(int count) throws InterruptedException {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (opened - closed != count) {
                if (left <= 0) {
                    throw new IllegalStateException("expected " + count + " open sockets, there are "
                            + (opened - closed) + " after " + PATIENCE);
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Socket createSocket() {
        lock.lock();
        try {
            created++;
            Faults faults = script.pollFirst();
            return new FaultySocket(this, faults == null ? otherwise : faults);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(address, port), new InetSocketAddress(localAddress, localPort));
    }

    void opened() {
        lock.lock();
        try {
            opened++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void closed() {
        lock.lock();
        try {
            closed++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Socket connected(SocketAddress target, @Nullable SocketAddress local) throws IOException {
        Socket socket = createSocket();
        try {
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(target);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
