package io.github.mooring.testkit.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ServerSocketFactory;

/** The listening socket, its thread, and a daemon thread for each connection that it accepts. Thread-safe. */
final class Listener {
    private static final int BACKLOG = 256;
    private static final int MAX_CONNECTIONS = 10_000;

    private final ServerContext server;
    private final ServerSocket socket;
    private final Thread acceptor;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition resumed = lock.newCondition();

    @GuardedBy("lock")
    private final Map<Connection, Thread> connections = new LinkedHashMap<>();

    @GuardedBy("lock")
    private boolean paused;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private int lastConnectionId;

    Listener(ServerContext server, ServerSocketFactory sockets, InetAddress address, int port) throws IOException {
        this.server = server;
        this.socket = sockets.createServerSocket(port, BACKLOG, address);
        this.acceptor = new Thread(this::accept, "embedded-server-" + socket.getLocalPort());
        acceptor.setDaemon(true);
    }

    void start() {
        acceptor.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Connections that are open now, oldest first. */
    List<Connection> connections() {
        lock.lock();
        try {
            return List.copyOf(connections.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** How many connections were ever served. */
    int accepted() {
        lock.lock();
        try {
            return lastConnectionId;
        } finally {
            lock.unlock();
        }
    }

    /** While paused, the system still completes TCP connects, but nobody serves them. */
    void pause(boolean now) {
        lock.lock();
        try {
            paused = now;
            resumed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything; returns the threads that have not ended in time. */
    List<Thread> close(long timeoutNanos) throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>(List.of(acceptor));
        List<Connection> open;
        lock.lock();
        try {
            closed = true;
            resumed.signalAll();
            open = List.copyOf(connections.keySet());
            threads.addAll(connections.values());
        } finally {
            lock.unlock();
        }
        socket.close();
        open.forEach(Connection::close);
        long deadline = System.nanoTime() + timeoutNanos;
        for (Thread thread : threads) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            thread.join(Math.max(1, leftMillis));
        }
        return threads.stream().filter(Thread::isAlive).toList();
    }

    private void accept() {
        try {
            while (true) {
                Socket accepted = socket.accept();
                if (!admit(accepted)) {
                    accepted.close();
                }
            }
        } catch (IOException e) {
            if (!isClosed()) {
                server.connectionFailed(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean admit(Socket accepted) throws IOException, InterruptedException {
        accepted.setTcpNoDelay(true);
        lock.lock();
        try {
            while (paused && !closed) {
                resumed.await();
            }
            if (closed || connections.size() >= MAX_CONNECTIONS) {
                return false;
            }
            Connection connection = new Connection(server, accepted, ++lastConnectionId);
            Thread thread = new Thread(() -> serve(connection), "embedded-connection-" + lastConnectionId);
            thread.setDaemon(true);
            connections.put(connection, thread);
            thread.start();
        } finally {
            lock.unlock();
        }
        server.traffic().changed();
        return true;
    }

    private void serve(Connection connection) {
        try {
            connection.serve();
        } finally {
            lock.lock();
            try {
                connections.remove(connection);
            } finally {
                lock.unlock();
            }
            server.traffic().changed();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
