package io.github.mooring.testkit.wire;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.BsonInput;
import io.github.mooring.testkit.bson.MalformedBsonException;
import io.github.mooring.testkit.bson.UnsupportedBsonException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Takes requests apart: OP_MSG with its sections and checksum, OP_QUERY on {@code <db>.$cmd}. */
public final class RequestParser {
    /** Room that servers leave for a command around a document of the largest size. */
    private static final int MAX_INTERNAL_BYTES = 16 * 1024 * 1024 + 16 * 1024;

    private static final int OBJECT_TOO_LARGE = 10334;
    private static final int KNOWN_REQUIRED_FLAGS = Frame.CHECKSUM_PRESENT | Frame.MORE_TO_COME;
    private static final int REQUIRED_FLAGS = 0xFFFF;
    private static final int CHECKSUM_BYTES = 4;

    private RequestParser() {}

    /**
     * Takes one request apart.
     *
     * @throws MalformedFrameException if it is damaged; the connection is to be closed
     * @throws UnsupportedBsonException if it is sound, but holds what cannot be carried; an error reply is due
     */
    public static Request parse(Frame frame) throws MalformedFrameException {
        try {
            return switch (frame.opcode()) {
                case Frame.OP_MSG -> message(frame);
                case Frame.OP_QUERY -> query(frame);
                default -> throw new MalformedFrameException("no server takes opcode " + frame.opcode() + " here");
            };
        } catch (MalformedBsonException e) {
            throw new MalformedFrameException(e.getMessage() == null ? "not BSON" : e.getMessage());
        }
    }

    private static Request message(Frame frame) throws MalformedFrameException {
        ByteBuffer payload = frame.payload();
        require(payload.remaining() >= 5, "an OP_MSG of " + frame.length() + " bytes has no section");
        int flags = payload.getInt();
        int unknown = flags & REQUIRED_FLAGS & ~KNOWN_REQUIRED_FLAGS;
        require(unknown == 0, "unknown required flag bits 0x" + Integer.toHexString(unknown));
        if ((flags & Frame.CHECKSUM_PRESENT) != 0) {
            verifyChecksum(frame, payload);
        }
        Sections sections = new Sections();
        while (payload.hasRemaining()) {
            byte kind = payload.get();
            if (kind == 0) {
                sections.body(payload);
            } else {
                require(kind == 1, "unknown section kind " + kind);
                sections.sequence(payload);
            }
        }
        return sections.request(frame);
    }

    private static void verifyChecksum(Frame frame, ByteBuffer payload) throws MalformedFrameException {
        require(payload.remaining() >= CHECKSUM_BYTES, "no room for the checksum that is said to be present");
        CRC32C crc = new CRC32C();
        crc.update(frame.checksummed());
        int claimed = frame.intAt(frame.length() - CHECKSUM_BYTES);
        require(
                claimed == (int) crc.getValue(),
                String.format("checksum %08x, computed %08x", claimed, (int) crc.getValue()));
        payload.limit(payload.limit() - CHECKSUM_BYTES);
    }

    private static Request query(Frame frame) throws MalformedFrameException {
        ByteBuffer payload = frame.payload();
        require(payload.remaining() >= 4, "an OP_QUERY of " + frame.length() + " bytes has no flags");
        payload.getInt();
        String namespace = cString(payload);
        require(namespace.endsWith(".$cmd"), "OP_QUERY on '" + namespace + "', only commands are taken");
        require(payload.remaining() >= 8, "OP_QUERY ends before its numbers");
        payload.getLong();
        Document body = document(payload);
        Document inner = body.get("$query") instanceof Document wrapped ? wrapped : body;
        inner.put("$db", namespace.substring(0, namespace.length() - ".$cmd".length()));
        return new Request(frame, inner, Set.of());
    }

    private static Document document(ByteBuffer bytes) throws MalformedFrameException {
        BsonInput input = new BsonInput(bytes);
        int length = input.peekLength();
        require(length >= 5 && length <= bytes.remaining(), "document length " + length + " of " + bytes.remaining());
        bytes.position(bytes.position() + length);
        if (length > MAX_INTERNAL_BYTES) {
            throw new UnsupportedBsonException(
                    OBJECT_TOO_LARGE,
                    "BSONObj size: " + length + " is invalid. Size must be between 0 and " + MAX_INTERNAL_BYTES);
        }
        return input.readDocument();
    }

    private static String cString(ByteBuffer bytes) throws MalformedFrameException {
        int start = bytes.position();
        int end = start;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        require(end < bytes.limit(), "a name has no end");
        byte[] text = new byte[end - start];
        bytes.get(text).get();
        return new String(text, StandardCharsets.UTF_8);
    }

    private static void require(boolean condition, String message) throws MalformedFrameException {
        if (!condition) {
            throw new MalformedFrameException(message);
        }
    }

    /** Collects the sections of one OP_MSG, in any order. */
    private static final class Sections {
        private @Nullable Document body;
        private final Map<String, List<Document>> sequences = new LinkedHashMap<>();

        void body(ByteBuffer payload) throws MalformedFrameException {
            require(body == null, "two body sections");
            body = document(payload);
        }

        void sequence(ByteBuffer payload) throws MalformedFrameException {
            require(payload.remaining() >= 4, "a document sequence has no size");
            int size = payload.getInt(payload.position());
            require(size >= 5 && size <= payload.remaining(), "sequence size " + size + " of " + payload.remaining());
            ByteBuffer section = payload.slice(payload.position() + 4, size - 4);
            section.order(payload.order());
            payload.position(payload.position() + size);
            String name = cString(section);
            List<Document> documents = new ArrayList<>();
            while (section.hasRemaining()) {
                documents.add(document(section));
            }
            require(sequences.put(name, documents) == null, "two document sequences '" + name + "'");
        }

        Request request(Frame frame) throws MalformedFrameException {
            if (body == null) {
                throw new MalformedFrameException("no body section");
            }
            for (Map.Entry<String, List<Document>> sequence : sequences.entrySet()) {
                boolean isNew = !body.containsKey(sequence.getKey());
                require(isNew, "'" + sequence.getKey() + "' stands in the body and in a document sequence");
                body.put(sequence.getKey(), sequence.getValue());
            }
            return new Request(frame, body, Set.copyOf(sequences.keySet()));
        }
    }
}
