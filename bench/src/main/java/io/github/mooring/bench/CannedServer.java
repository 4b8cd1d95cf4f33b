package io.github.mooring.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server that answers every find with the same bytes, on the loopback interface; thread-safe. One blocking thread for
 * each connection, so what it costs is little more than the system calls.
 */
final class CannedServer implements AutoCloseable {
    /** Chosen: more than any benchmark connects at once. */
    private static final int BACKLOG = 1024;

    /** Argument of {@link #main}: no cluster times in replies. */
    static final String PLAIN_REPLY = "--plain-reply";

    private final CannedReplies replies;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    /** Only ever goes from false to true. */
    private volatile boolean closed;

    private CannedServer(CannedReplies replies) throws IOException {
        this.replies = replies;
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    }

    /** Starts on a free port. */
    static CannedServer start(CannedReplies replies) throws IOException {
        CannedServer server = new CannedServer(replies);
        daemon("canned-accept", server::accept);
        return server;
    }

    /** Runs as a process of its own: prints the port, and ends when its input does, however its parent has ended. */
    public static void main(String[] args) throws IOException {
        boolean plain = args.length > 0 && args[0].equals(PLAIN_REPLY);
        try (CannedServer server = start(new CannedReplies(!plain))) {
            System.out.println(server.port());
            while (System.in.read() >= 0) {
                // nothing is ever said here; what counts is the end
            }
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(listener);
        sockets.forEach(CannedServer::closeQuietly);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                daemon("canned-" + socket.getPort(), () -> serve(socket));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException("cannot accept on port " + port(), e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new CannedConnection(socket, replies).run();
        } catch (IOException e) {
            if (!closed) {
                System.err.println("canned server: connection from port " + socket.getPort() + ": " + e.getMessage());
            }
        } finally {
            sockets.remove(socket);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("canned server: cannot close " + resource + ": " + e.getMessage());
        }
    }
}
