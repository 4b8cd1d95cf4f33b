package io.github.mooring.testkit.scripted;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.testkit.wire.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A server on loopback that plays a script to each connection: the first script to the first connection, and so on.
 *
 * <p>What goes wrong on its threads is kept and thrown by {@link #assertDone} on the test's. Thread-safe.
 */
public final class ScriptedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ServerSocket listener;
    private final List<Script> scripts;
    private final Thread acceptor;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final List<Request> received = new ArrayList<>();

    @GuardedBy("lock")
    private final List<Throwable> failures = new ArrayList<>();

    @GuardedBy("lock")
    private final List<Thread> players = new ArrayList<>();

    @GuardedBy("lock")
    private final List<Socket> sockets = new ArrayList<>();

    @GuardedBy("lock")
    private int finished;

    /** Written once, by {@link #close}. */
    private volatile boolean closed;

    private ScriptedServer(List<Script> scripts) throws IOException {
        this.scripts = scripts;
        this.listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        this.acceptor = new Thread(this::accept, "scripted-server-" + listener.getLocalPort());
        acceptor.setDaemon(true);
    }

    /** Starts a server for as many connections as there are scripts; one connection more is a failure. */
    public static ScriptedServer start(Script... scripts) {
        try {
            ScriptedServer server = new ScriptedServer(List.of(scripts));
            server.acceptor.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on loopback", e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** What scripts have read so far, on all connections, in the order of arrival. */
    public List<Request> received() {
        lock.lock();
        try {
            return List.copyOf(received);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all scripts have been played to their end.
     *
     * @throws AssertionError if one of them failed, or if they are not done within a minute
     */
    public void assertDone() throws InterruptedException {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (finished < scripts.size() && failures.isEmpty()) {
                if (left <= 0) {
                    throw new AssertionError("only " + finished + " of " + scripts.size() + " scripts are done after "
                            + PATIENCE + ", received " + names());
                }
                left = changed.awaitNanos(left);
            }
            if (!failures.isEmpty()) {
                AssertionError error = new AssertionError("a script failed, received " + names(), failures.get(0));
                failures.stream().skip(1).forEach(error::addSuppressed);
                throw error;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes all connections and ends all threads, whatever their scripts are waiting for. */
    @Override
    public void close() {
        closed = true;
        List<Thread> threads = new ArrayList<>(List.of(acceptor));
        try {
            listener.close();
            lock.lock();
            try {
                threads.addAll(players);
                for (Socket socket : sockets) {
                    socket.close();
                }
            } finally {
                lock.unlock();
            }
            join(threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            if (thread.isAlive()) {
                throw new IllegalStateException("still running after " + PATIENCE + ": " + thread);
            }
        }
    }

    private void accept() {
        for (int next = 0; !closed; next++) {
            try {
                admit(listener.accept(), next);
            } catch (IOException e) {
                if (!closed) {
                    fail(e);
                }
                return;
            }
        }
    }

    private void admit(Socket socket, int number) throws IOException {
        if (number >= scripts.size()) {
            // before the client can notice anything, so that a test that has noticed finds the failure
            fail(new AssertionError("connection " + (number + 1) + " came, there are scripts for " + scripts.size()));
            socket.close();
            return;
        }
        socket.setTcpNoDelay(true);
        Thread player = new Thread(() -> play(socket, scripts.get(number)), "scripted-connection-" + (number + 1));
        player.setDaemon(true);
        lock.lock();
        try {
            sockets.add(socket);
            players.add(player);
            player.start();
        } finally {
            lock.unlock();
        }
    }

    private void play(Socket socket, Script script) {
        try {
            playToEnd(socket, script);
            finish();
        } catch (IOException | RuntimeException | AssertionError e) {
            if (!closed) {
                fail(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void playToEnd(Socket socket, Script script) throws IOException, InterruptedException {
        Line line = new Line(socket, this::record, () -> closed);
        try (socket) {
            for (Step step : script.steps()) {
                step.run(line);
            }
        }
    }

    private void record(Request request) {
        lock.lock();
        try {
            received.add(request);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void finish() {
        lock.lock();
        try {
            finished++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable failure) {
        lock.lock();
        try {
            failures.add(failure);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private List<String> names() {
        return received.stream().map(Request::commandName).toList();
    }
}
