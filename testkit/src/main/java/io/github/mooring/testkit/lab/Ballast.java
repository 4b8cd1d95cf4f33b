package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** Connects that nobody serves, made to fill the system's queue of those that wait. Thread-safe. */
final class Ballast {
    /** More than any queue that a server here asks for. */
    private static final int MAX_CONNECTS = 5_000;

    private static final int FULL_AFTER_MILLIS = 250;
    /** A busy machine may take longer than that for a connect that succeeds. */
    private static final int CERTAINLY_FULL_AFTER_MILLIS = 1000;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<Socket> sockets = new ArrayList<>();

    /**
     * Connects until that no longer succeeds.
     *
     * @throws IllegalStateException if the system makes room for everybody
     */
    void fill(InetSocketAddress target) {
        for (int i = 0; i < MAX_CONNECTS; i++) {
            if (!add(target, FULL_AFTER_MILLIS) && !add(target, CERTAINLY_FULL_AFTER_MILLIS)) {
                return;
            }
        }
        throw new IllegalStateException("the backlog still has room after " + MAX_CONNECTS + " connects");
    }

    /** False if the queue is full. */
    private boolean add(InetSocketAddress target, int timeoutMillis) {
        Socket socket = new Socket();
        try {
            socket.connect(target, timeoutMillis);
        } catch (SocketTimeoutException e) {
            close(socket);
            return false;
        } catch (IOException e) {
            close(socket);
            throw new UncheckedIOException("a connect to " + target + " neither succeeded nor timed out", e);
        }
        lock.lock();
        try {
            sockets.add(socket);
        } finally {
            lock.unlock();
        }
        return true;
    }

    /** Closes all of them; returns their ports. */
    Set<Integer> drop() {
        List<Socket> gone;
        lock.lock();
        try {
            gone = List.copyOf(sockets);
            sockets.clear();
        } finally {
            lock.unlock();
        }
        Set<Integer> ports = gone.stream().map(Socket::getLocalPort).collect(Collectors.toSet());
        gone.forEach(Ballast::close);
        return ports;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a socket on loopback failed", e);
        }
    }
}
