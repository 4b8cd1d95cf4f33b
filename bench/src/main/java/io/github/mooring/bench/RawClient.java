package io.github.mooring.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bson.Document;

/**
 * The floor: a socket for each thread, whatever the size of the pool, a request that was encoded beforehand, and a reply
 * that is counted but not looked into. No client that sends one request at a time over a socket can be much faster.
 */
final class RawClient implements FindClient {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final int port;
    private final byte[] request = CannedReplies.message(new Document("find", CannedReplies.COLLECTION)
            .append("filter", new Document("_id", CannedReplies.ID))
            .append("limit", 1L)
            .append("singleBatch", true)
            .append("$db", CannedReplies.DATABASE));
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    RawClient(int port) {
        this.port = port;
    }

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public Find forThread() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        ByteBuffer reply = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        return () -> {
            out.write(request);
            return readWhole(in, buffer, reply) > CannedReplies.HEADER_BYTES;
        };
    }

    private static int readWhole(InputStream in, byte[] buffer, ByteBuffer reply) throws IOException {
        int count = 0;
        while (count < Integer.BYTES || count < reply.getInt(0)) {
            int read = in.read(buffer, count, BUFFER_BYTES - count);
            if (read < 0) {
                throw new IOException("the server hung up after " + count + " bytes of a reply");
            }
            count += read;
        }
        return count;
    }

    @Override
    public void close() {
        try {
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the raw sockets", e);
        }
    }
}
