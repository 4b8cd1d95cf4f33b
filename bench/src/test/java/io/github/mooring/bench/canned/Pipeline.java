package io.github.mooring.bench.canned;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.bson.Document;

/** A bare socket for tests: sends many requests at once and tells which are answered. Confined to one thread each way. */
final class Pipeline implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Pipeline(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** So many of the same, numbered. */
    static byte[] requests(String command, int first, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] request = Messages.opMsg(new Document(command, "people").append("$db", "bench"));
        for (int id = first; id < first + count; id++) {
            ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN).putInt(4, id);
            all.writeBytes(request);
        }
        return all.toByteArray();
    }

    static int[] numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).toArray();
    }

    void send(byte[] bytes, int from, int count) throws IOException {
        socket.getOutputStream().write(bytes, from, count);
    }

    /** Sends all; a failure shows as an answer that is missing. */
    void sendQuietly(byte[] bytes) {
        try {
            send(bytes, 0, bytes.length);
        } catch (IOException e) {
            System.err.println("test: cannot send: " + e.getMessage());
        }
    }

    /** The requests that the next so many messages answer. */
    int[] answers(int count) throws IOException {
        int[] answered = new int[count];
        for (int i = 0; i < count; i++) {
            byte[] head = in.readNBytes(Messages.HEADER_BYTES);
            ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            answered[i] = header.getInt(8);
            in.skipNBytes(header.getInt(0) - head.length);
        }
        return answered;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
