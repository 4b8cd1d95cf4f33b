package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One address in front of several servers: each connection goes to the next of those that are up, and stays there.
 *
 * <p>Thread-safe; two threads for each connection, all of which end at close.
 */
final class LoadBalancer implements AutoCloseable {
    private static final int BACKLOG = 256;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(1);

    private final ServerSocket listening;
    private final Supplier<List<Integer>> ports;

    private final LabThreads threads = new LabThreads();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<Socket> sockets = new LinkedHashSet<>();

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private int turn;

    /** {@code ports} are those of the servers that may be given connections, asked for each. */
    LoadBalancer(Supplier<List<Integer>> ports) {
        this.ports = ports;
        try {
            listening = new ServerSocket(0, BACKLOG, InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on loopback", e);
        }
        threads.start("lab-balancer", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                connect(listening.accept());
            }
        } catch (IOException e) {
            // the listening socket was closed: nobody else comes
            endAll();
        }
    }

    /** Without a server that is up, the client is sent away. */
    private void connect(Socket client) throws IOException {
        List<Integer> up = ports.get();
        if (up.isEmpty()) {
            close(client);
            return;
        }
        Socket server = new Socket();
        if (!keep(client, server)) {
            return;
        }
        try {
            server.connect(new InetSocketAddress(listening.getInetAddress(), up.get(nextTurn() % up.size())));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            end(client, server);
            return;
        }
        threads.start("lab-balancer-up-" + client.getPort(), () -> relay(client, server));
        threads.start("lab-balancer-down-" + client.getPort(), () -> relay(server, client));
    }

    private void relay(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one side is gone, so the other has to go as well
        } finally {
            end(from, to);
        }
    }

    private int nextTurn() {
        lock.lock();
        try {
            return turn++;
        } finally {
            lock.unlock();
        }
    }

    private boolean keep(Socket client, Socket server) {
        boolean kept;
        lock.lock();
        try {
            kept = !closed;
            if (kept) {
                sockets.add(client);
                sockets.add(server);
            }
        } finally {
            lock.unlock();
        }
        if (!kept) {
            close(client);
        }
        return kept;
    }

    private void end(Socket one, Socket other) {
        lock.lock();
        try {
            sockets.remove(one);
            sockets.remove(other);
        } finally {
            lock.unlock();
        }
        close(one);
        close(other);
    }

    private void endAll() {
        List<Socket> open;
        lock.lock();
        try {
            open = List.copyOf(sockets);
        } finally {
            lock.unlock();
        }
        open.forEach(LoadBalancer::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a socket on loopback failed", e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a socket on loopback failed", e);
        }
        endAll();
        threads.join(CLOSE_TIMEOUT);
    }
}
