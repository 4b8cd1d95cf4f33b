package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The network between one member and its clients, and what is wrong with it.
 *
 * <p>Faults stay until {@link #restore}, and beyond restarts of the member. Thread-safe.
 */
public final class Network {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Open connections with what is known of them, oldest first. */
    @GuardedBy("lock")
    private final Map<LabSocket, LabConnection> sockets = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Map<Integer, LabSocket> byPort = new HashMap<>();

    /** The last one set comes first, and the first that matches counts. */
    @GuardedBy("lock")
    private final Deque<Rule> rules = new ArrayDeque<>();

    @GuardedBy("lock")
    private @Nullable LabServerSocket listening;

    @GuardedBy("lock")
    private boolean frozen;

    /** Whether connections end by a reset from now on, as those of a process that was killed. */
    @GuardedBy("lock")
    private boolean abrupt;

    private final LabThreads deliverers = new LabThreads();
    private final Ballast ballast = new Ballast();

    private record Rule(Scope scope, LinkFault fault) {}

    Network() {}

    /** Does this to all connections of the scope, open ones and later ones; the last order that fits a connection counts. */
    public void apply(Scope scope, LinkFault fault) {
        lock.lock();
        try {
            rules.addFirst(new Rule(scope, fault));
            judgeAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Does this to all connections. */
    public void apply(LinkFault fault) {
        apply(Scope.all(), fault);
    }

    /** Resets the open connections of the scope; returns how many those were. */
    public int reset(Scope scope) {
        List<LabSocket> victims = matching(scope);
        victims.forEach(LabSocket::reset);
        return victims.size();
    }

    /**
     * Lets the open connections of the scope fall silent for ever, as if the peer had lost its power: no end, no reset. New
     * connections work. Returns how many there were.
     */
    public int abandon(Scope scope) {
        List<LabSocket> victims = matching(scope);
        victims.forEach(LabSocket::abandon);
        return victims.size();
    }

    /** Refuses connects; open connections go on. Nothing happens while the member is down. */
    public void refuse() {
        LabServerSocket socket = listening();
        if (socket == null) {
            return;
        }
        try {
            socket.refuse();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a listening socket on loopback failed", e);
        }
    }

    /**
     * Fills the queue of connects that wait to be served, so that each further connect runs into its time-out; open
     * connections go on. Works where the system drops a connect for which it has no room, as Linux does.
     *
     * @throws IllegalStateException if the member is down or the system makes room for everybody
     */
    public void fillBacklog() {
        LabServerSocket socket = listening();
        if (socket == null) {
            throw new IllegalStateException("nobody listens");
        }
        socket.hold();
        ballast.fill(new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort()));
    }

    /**
     * Ends all faults. Connections from which bytes have vanished cannot be made good: they are reset, as the first packet
     * to the other side would do.
     */
    public void restore() {
        List<LabSocket> torn = new ArrayList<>();
        lock.lock();
        try {
            rules.clear();
            judgeAll();
            for (LabSocket socket : sockets.keySet()) {
                if (socket.isTorn()) {
                    torn.add(socket);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        torn.forEach(LabSocket::reset);
        welcome();
    }

    /** The open connections, oldest first, as far as they have shown what they are. */
    public List<LabConnection> connections() {
        lock.lock();
        try {
            return List.copyOf(sockets.values());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until an open connection of the scope is there; false if there was none in time. */
    public boolean await(Scope scope, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (sockets.values().stream().noneMatch(scope::includes)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void welcome() {
        Set<Integer> passedOver = ballast.drop();
        LabServerSocket socket = listening();
        if (socket == null) {
            return;
        }
        try {
            socket.release(passedOver);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen again on port " + socket.getLocalPort(), e);
        }
    }

    private List<LabSocket> matching(Scope scope) {
        List<LabSocket> matching = new ArrayList<>();
        lock.lock();
        try {
            for (Map.Entry<LabSocket, LabConnection> entry : sockets.entrySet()) {
                if (scope.includes(entry.getValue())) {
                    matching.add(entry.getKey());
                }
            }
            return matching;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the listening sockets of the member's server. */
    ServerSocketFactory serverSockets() {
        return new Listening();
    }

    /** A process starts: what was done to the one before is over. */
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
        reset(Scope.all());
    }

    /** A process has ended; waits for the threads that have worked for its connections. */
    void ended(Duration atMost) {
        lock.lock();
        try {
            listening = null;
        } finally {
            lock.unlock();
        }
        deliverers.join(atMost);
    }

    /** A command has come in on the connection from this port. */
    void learn(int clientPort, boolean hello, @Nullable String application) {
        lock.lock();
        try {
            LabSocket socket = byPort.get(clientPort);
            LabConnection before = socket == null ? null : sockets.get(socket);
            if (socket == null || before == null) {
                return;
            }
            LabConnection now = before.after(hello, socket.firstCommand(), application);
            if (!now.equals(before)) {
                sockets.put(socket, now);
                judge(socket, now);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void opened(LabSocket socket) {
        LabConnection connection = new LabConnection(socket.getPort(), null, LabConnection.Use.UNKNOWN);
        lock.lock();
        try {
            sockets.put(socket, connection);
            byPort.put(socket.getPort(), socket);
            judge(socket, connection);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void closed(LabSocket socket) {
        lock.lock();
        try {
            LabConnection known = sockets.remove(socket);
            if (known != null) {
                byPort.remove(known.clientPort(), socket);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Starts the thread of a connection whose replies come late. */
    void deliver(LateDelivery delivery) {
        deliverers.start("lab-link-" + delivery.socket().getPort(), delivery);
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
    void awaitThaw(LabSocket socket) throws SocketException {
        lock.lock();
        try {
            while (frozen && !socket.isClosed()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        requireOpen(socket);
    }

    /** Stops here for a millisecond. */
    void pause(LabSocket socket) throws SocketException {
        long left = TimeUnit.MILLISECONDS.toNanos(1);
        lock.lock();
        try {
            while (left > 0 && !socket.isClosed()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("interrupted while bytes trickle");
        } finally {
            lock.unlock();
        }
        requireOpen(socket);
    }

    private static void requireOpen(LabSocket socket) throws SocketException {
        if (socket.isClosed()) {
            throw new SocketException("Socket closed");
        }
    }

    @GuardedBy("lock")
    private void judgeAll() {
        for (Map.Entry<LabSocket, LabConnection> entry : sockets.entrySet()) {
            judge(entry.getKey(), entry.getValue());
        }
    }

    @GuardedBy("lock")
    private void judge(LabSocket socket, LabConnection connection) {
        for (Rule rule : rules) {
            if (rule.scope().includes(connection)) {
                socket.fault(rule.fault());
                return;
            }
        }
        socket.fault(LinkFault.NONE);
    }

    private @Nullable LabServerSocket listening() {
        lock.lock();
        try {
            return listening;
        } finally {
            lock.unlock();
        }
    }

    private LabServerSocket listen(int port, int backlog, InetAddress address) throws IOException {
        LabServerSocket socket = new LabServerSocket(this, port, backlog, address);
        lock.lock();
        try {
            listening = socket;
        } finally {
            lock.unlock();
        }
        return socket;
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
            return listen(port, backlog, address);
        }
    }
}
