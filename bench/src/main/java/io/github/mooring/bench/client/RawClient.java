package io.github.mooring.bench.client;

import io.github.mooring.bench.canned.CannedReplies;
import io.github.mooring.bench.canned.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * The floor: a socket for each thread, whatever the size of the pool, a request that was encoded beforehand, and a reply
 * that is counted but not looked into. No client that sends one request at a time over a socket can be much faster.
 */
public final class RawClient implements Client {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final ClientSettings settings;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** Connects a socket for each thread that asks for work. */
    public RawClient(ClientSettings settings) {
        this.settings = settings;
    }

    @Override
    public Work forThread(Operation operation) throws IOException {
        byte[] request = Messages.opMsg(command(operation));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), settings.port());
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        ByteBuffer reply = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        out.write(Messages.opMsg(hello()));
        readWhole(in, buffer, reply);
        return () -> {
            out.write(request);
            return readWhole(in, buffer, reply) > Messages.HEADER_BYTES;
        };
    }

    private static Document command(Operation operation) {
        Document session = new Document("id", new Binary((byte) 4, new byte[16]));
        return (switch (operation) {
                    case FIND, FIND_UNDECODED ->
                        new Document("find", CannedReplies.COLLECTION)
                                .append("filter", new Document("_id", CannedReplies.ID))
                                .append("limit", 1)
                                .append("singleBatch", true);
                    case INSERT ->
                        new Document("insert", CannedReplies.COLLECTION)
                                .append("ordered", true)
                                .append("documents", List.of(CannedReplies.document()));
                    case PING -> new Document("ping", 1);
                })
                .append("$db", CannedReplies.DATABASE)
                .append("$clusterTime", CannedReplies.clusterTime())
                .append("lsid", session);
    }

    private Document hello() {
        Document metadata = new Document("application", new Document("name", settings.applicationName()));
        return new Document("hello", 1).append("client", metadata).append("$db", "admin");
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
