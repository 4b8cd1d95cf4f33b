package io.github.mooring.testkit.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32C;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/** A client that puts messages together by hand, on the vendor's BSON library, so that it can get them wrong. */
public final class RawClient implements AutoCloseable {
    static final int OP_REPLY = 1;
    static final int OP_QUERY = 2004;
    static final int OP_MSG = 2013;

    private final Socket socket;
    private final PushbackInputStream ahead;
    private int lastId = 100;

    RawClient(EmbeddedServer server) {
        this(server.port());
    }

    /** A client of whatever listens on this port of loopback. */
    public RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            ahead = new PushbackInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        patience();
    }

    private void patience() {
        try {
            socket.setSoTimeout(40_000);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One command on a connection of its own. */
    static Document exchange(EmbeddedServer server, String json) {
        try (RawClient client = new RawClient(server)) {
            client.send(client.message(0, body(json)));
            return client.readDocument();
        }
    }

    static Document exchangeSequence(EmbeddedServer server, String json, Document element) {
        try (RawClient client = new RawClient(server)) {
            client.send(client.message(0, body(json), sequence("documents", encode(element))));
            return client.readDocument();
        }
    }

    /** A body section from JSON. */
    public static byte[] body(String json) {
        return join(new byte[] {0}, encode(Document.parse(json)));
    }

    static byte[] sequence(String name, byte[]... documents) {
        byte[] content = join(cString(name), join(documents));
        return join(new byte[] {1}, int32(4 + content.length), content);
    }

    /** An OP_MSG. */
    public byte[] message(int flags, byte[]... sections) {
        return frame(OP_MSG, join(int32(flags), join(sections)));
    }

    byte[] checksummed(byte[]... sections) {
        byte[] message = message(1, join(sections), new byte[4]);
        CRC32C crc = new CRC32C();
        crc.update(message, 0, message.length - 4);
        ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putInt(message.length - 4, (int) crc.getValue());
        return message;
    }

    byte[] query(String namespace, String json) {
        byte[] numbers = join(int32(0), int32(-1));
        return frame(OP_QUERY, join(int32(0), cString(namespace), numbers, encode(Document.parse(json))));
    }

    byte[] frame(int opcode, byte[] payload) {
        return join(int32(16 + payload.length), int32(++lastId), int32(0), int32(opcode), payload);
    }

    /** The number of the last message that was made. */
    public int lastId() {
        return lastId;
    }

    /** Sends what may be a message. */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends nothing more; replies can still be read. */
    void end() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message, header included; null once the server has closed the connection. */
    public byte @Nullable [] read() {
        try {
            DataInputStream in = new DataInputStream(ahead);
            byte[] length = new byte[4];
            in.readFully(length);
            byte[] rest = new byte[intAt(length, 0) - 4];
            in.readFully(rest);
            return join(length, rest);
        } catch (EOFException | SocketException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nothing comes for so long; whatever comes later can still be read. */
    public boolean isSilentFor(Duration time) {
        try {
            socket.setSoTimeout((int) time.toMillis());
            int next = ahead.read();
            ahead.unread(next);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            patience();
        }
    }

    /** The document of the next message, which must be there. */
    public Document readDocument() {
        return documentOf(readMessage());
    }

    /** The next message, which must be there. */
    public byte[] readMessage() {
        byte[] message = read();
        if (message == null) {
            throw new AssertionError("the server has closed the connection");
        }
        return message;
    }

    /** The document of a reply. */
    public static Document documentOf(byte[] message) {
        int offset = intAt(message, 12) == OP_REPLY ? 36 : 21;
        ByteBuffer bytes =
                ByteBuffer.wrap(message, offset, message.length - offset).slice();
        return new DocumentCodec()
                .decode(new BsonBinaryReader(bytes), DecoderContext.builder().build());
    }

    /** A little-endian number in a message. */
    public static int intAt(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    }

    static byte[] int32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    static byte[] encode(Document document) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            new DocumentCodec()
                    .encode(writer, document, EncoderContext.builder().build());
        }
        return buffer.toByteArray();
    }

    private static byte[] cString(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
