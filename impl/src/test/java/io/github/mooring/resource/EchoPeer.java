package io.github.mooring.resource;

import io.github.mooring.api.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The other end of connections: sends back what comes, and knows how many of them are open as seen from there. */
final class EchoPeer implements AutoCloseable {
    private final ServerSocket listener;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int accepted;
    private int open;

    private EchoPeer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static EchoPeer start() {
        try {
            EchoPeer peer = new EchoPeer();
            peer.run(peer::accept);
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerAddress address() {
        return new ServerAddress("localhost", listener.getLocalPort());
    }

    /** Returns once so many are open, out of so many that there have been; a connection is here later than there. */
    void awaitOpen(int count, int ofAll) throws InterruptedException {
        long patience = TimeUnit.SECONDS.toNanos(20);
        lock.lock();
        try {
            while (open != count || accepted != ofAll) {
                if (patience <= 0) {
                    throw new AssertionError(open + " of " + accepted + " connections are open at the peer instead of "
                            + count + " of " + ofAll);
                }
                patience = changed.awaitNanos(patience);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes all connections from this side. */
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                count(1);
                run(() -> echo(socket));
            }
        } catch (IOException e) {
            // the listener was closed: the test is over
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // reset by the other side, or hung up by this one: what counts is that it is over
        } finally {
            count(-1);
        }
    }

    private void count(int change) {
        lock.lock();
        try {
            accepted += Math.max(0, change);
            open += change;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable task) {
        Thread thread = new Thread(task, "echo-peer");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        hangUp();
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(40));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
