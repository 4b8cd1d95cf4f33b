package io.github.mooring.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server in this JVM for {@link AllocationReport}, which counts the calling thread alone: it knows more commands than
 * the one for the load, and its own cost does not matter. Thread-safe.
 */
final class AllocationServer implements AutoCloseable {
    private static final int HEADER_BYTES = 16;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    /** Flags, kind of the section, length of the document, type of its first element. */
    private static final int NAME_IN_OP_MSG = 4 + 1 + 4 + 1;

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private AllocationServer() throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Starts on a free port. */
    static AllocationServer start() throws IOException {
        AllocationServer server = new AllocationServer();
        daemon(server::accept);
        return server;
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                complain(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = new byte[HEADER_BYTES];
            while (true) {
                in.readFully(header);
                ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
                byte[] body = in.readNBytes(fields.getInt(0) - HEADER_BYTES);
                socket.getOutputStream().write(answer(fields.getInt(4), fields.getInt(12), body));
            }
        } catch (IOException e) {
            complain(e);
        } finally {
            sockets.remove(socket);
        }
    }

    private static byte[] answer(int requestId, int opCode, byte[] body) {
        return switch (opCode) {
            case OP_QUERY -> AllocationReplies.oldHello(requestId);
            case OP_MSG -> AllocationReplies.to(commandName(body), requestId);
            default -> throw new IllegalStateException("a request with opCode " + opCode);
        };
    }

    private static String commandName(byte[] body) {
        int end = NAME_IN_OP_MSG;
        while (body[end] != 0) {
            end++;
        }
        return new String(body, NAME_IN_OP_MSG, end - NAME_IN_OP_MSG, StandardCharsets.UTF_8);
    }

    /** A client that hangs up is the usual end of a connection, and closing that of the listener. */
    private void complain(IOException e) {
        if (!listener.isClosed() && !(e instanceof java.io.EOFException)) {
            System.err.println("server: " + e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "allocation-server");
        thread.setDaemon(true);
        thread.start();
    }
}
