package io.github.mooring.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A message of the kind nearly everything travels in, as received. Every document in it has been checked.
 *
 * <p>The documents are views of the frame's array, so they must be used up before the array is read into again.
 * Source: OP_MSG specification.
 *
 * @param header    header of the message
 * @param flags     flag bits; unknown optional ones (16 and up) may be set and mean nothing
 * @param body      the one section of kind 0
 * @param sequences sections of kind 1, in the order of the message; empty in replies of today's servers
 */
public record OpMsg(MessageHeader header, int flags, RawDocument body, List<DocumentSequence> sequences) {

    /** A CRC-32C of the message follows its last section. */
    public static final int CHECKSUM_PRESENT = 1;

    /** In a request: no reply is wanted. In a reply: another reply follows without being asked for. */
    public static final int MORE_TO_COME = 1 << 1;

    /** In a request: replies may have {@link #MORE_TO_COME} set. */
    public static final int EXHAUST_ALLOWED = 1 << 16;

    static final int KIND_BODY = 0;
    static final int KIND_SEQUENCE = 1;
    static final int CHECKSUM_BYTES = 4;
    static final int FLAGS_OFFSET = MessageHeader.SIZE;
    static final int SECTIONS_OFFSET = FLAGS_OFFSET + 4;

    private static final int REQUIRED_BITS = 0xFFFF;

    /** Of an identifier that an error repeats. */
    private static final int MAX_IDENTIFIER_CHARS = 80;

    /** Copies the list. */
    public OpMsg {
        sequences = List.copyOf(sequences);
    }

    /** Tells whether the sender will send another message without being asked. */
    public boolean moreToCome() {
        return (flags & MORE_TO_COME) != 0;
    }

    /**
     * Reads a reply of the ordinary kind, header included: a body alone, behind which nothing follows unasked.
     *
     * @param maxMessageSizeBytes largest message accepted
     * @return the body, a view of the frame's array
     * @throws WireException if it is anything else, or {@link MessageHeader#read} or {@link #read} would refuse it
     */
    public static RawDocument readReply(byte[] bytes, int offset, int length, int maxMessageSizeBytes) {
        if (isOrdinary(bytes, offset, length, maxMessageSizeBytes)) {
            return body(bytes, offset + SECTIONS_OFFSET + 1, offset + length);
        }
        OpMsg reply = read(MessageHeader.read(bytes, offset, maxMessageSizeBytes), bytes, offset, length);
        if (reply.moreToCome()) {
            throw new WireException("OP_MSG flagBits", "no moreToCome, it was not asked for", reply.flags());
        }
        if (!reply.sequences().isEmpty()) {
            int sequences = reply.sequences().size();
            throw new WireException("OP_MSG sections of kind 1", "none in a reply", sequences);
        }
        return reply.body();
    }

    /**
     * Reads the message that fills {@code length} bytes from {@code offset} exactly.
     *
     * @param header the header that stands there, read before
     * @throws WireException if anything about it is not as the specification says
     */
    public static OpMsg read(MessageHeader header, byte[] bytes, int offset, int length) {
        if (length < 0 || length > bytes.length - offset) {
            throw new WireException("OP_MSG frame", length + " bytes", bytes.length - offset);
        }
        header.requireFrame(OpCode.MSG, length);
        if (length < SECTIONS_OFFSET) {
            throw new WireException("OP_MSG message length", "at least " + SECTIONS_OFFSET, length);
        }
        int flags = LittleEndian.getInt(bytes, offset + FLAGS_OFFSET);
        int unknown = flags & REQUIRED_BITS & ~(CHECKSUM_PRESENT | MORE_TO_COME);
        if (unknown != 0) {
            throw new WireException("OP_MSG flagBits", "no required bits but 0 and 1", Integer.toBinaryString(unknown));
        }
        int end = offset + length;
        if ((flags & CHECKSUM_PRESENT) != 0) {
            end = verifyChecksum(bytes, offset, end);
        }
        if (isBodyAlone(bytes, offset + SECTIONS_OFFSET, end)) {
            return new OpMsg(header, flags, body(bytes, offset + SECTIONS_OFFSET + 1, end), List.of());
        }
        return new Sections(bytes, offset + SECTIONS_OFFSET, end).read(header, flags);
    }

    /** Whether the message is what nearly every reply is; if not, the long way finds out what is the matter. */
    private static boolean isOrdinary(byte[] bytes, int offset, int length, int maxMessageSizeBytes) {
        return length > SECTIONS_OFFSET
                && length <= bytes.length - offset
                && length <= maxMessageSizeBytes
                && LittleEndian.getInt(bytes, offset) == length
                && LittleEndian.getInt(bytes, offset + MessageHeader.SIZE - 4) == OpCode.MSG
                && LittleEndian.getInt(bytes, offset + FLAGS_OFFSET) == 0
                && isBodyAlone(bytes, offset + SECTIONS_OFFSET, offset + length);
    }

    /** What servers send today; the general walk would find the same, at more cost. */
    private static boolean isBodyAlone(byte[] bytes, int start, int end) {
        return end - start > BsonStructure.MIN_DOCUMENT_BYTES
                && bytes[start] == KIND_BODY
                && LittleEndian.getInt(bytes, start + 1) == end - start - 1;
    }

    private static RawDocument body(byte[] bytes, int start, int end) {
        try {
            return RawDocument.of(bytes, start, end - start);
        } catch (WireException e) {
            throw e.in("OP_MSG section 0");
        }
    }

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** Returns where the sections end. */
    private static int verifyChecksum(byte[] bytes, int offset, int end) {
        int at = end - CHECKSUM_BYTES;
        if (at < offset + SECTIONS_OFFSET) {
            throw new WireException("OP_MSG checksum", CHECKSUM_BYTES + " bytes", end - offset - SECTIONS_OFFSET);
        }
        int expected = checksum(bytes, offset, at - offset);
        int actual = LittleEndian.getInt(bytes, at);
        if (expected != actual) {
            throw new WireException(
                    "OP_MSG checksum", "0x" + Integer.toHexString(expected), "0x" + Integer.toHexString(actual));
        }
        return at;
    }

    /** The walk over the sections of one message. */
    private static final class Sections {

        private final byte[] bytes;
        private final int end;
        private int position;
        private int index;

        Sections(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.position = start;
            this.end = end;
        }

        OpMsg read(MessageHeader header, int flags) {
            RawDocument body = null;
            List<DocumentSequence> sequences = null;
            while (position < end) {
                int kind = bytes[position++] & 0xFF;
                if (kind == KIND_BODY && body == null) {
                    body = document(end);
                } else if (kind == KIND_SEQUENCE) {
                    sequences = sequences == null ? new ArrayList<>() : sequences;
                    sequences.add(sequence(sequences));
                } else {
                    String expected = body == null ? "0 or 1" : "1 (a body has been read)";
                    throw new WireException(section() + " kind", expected, kind);
                }
                index++;
            }
            if (body == null) {
                throw new WireException("OP_MSG sections of kind 0", "exactly 1", 0);
            }
            return new OpMsg(header, flags, body, sequences == null ? List.of() : sequences);
        }

        private DocumentSequence sequence(List<DocumentSequence> before) {
            int sequenceEnd = position + size("size", 4 + 1, end);
            position += 4;
            String identifier = identifier(sequenceEnd);
            for (DocumentSequence other : before) {
                if (other.identifier().equals(identifier)) {
                    throw new WireException(
                            section() + " identifier",
                            "one not used before",
                            ForeignText.cut(identifier, MAX_IDENTIFIER_CHARS));
                }
            }
            List<RawDocument> documents = new ArrayList<>();
            while (position < sequenceEnd) {
                documents.add(document(sequenceEnd));
            }
            return new DocumentSequence(identifier, documents);
        }

        private String identifier(int limit) {
            int start = position;
            while (position < limit && bytes[position] != 0) {
                position++;
            }
            if (position == limit) {
                throw new WireException(
                        section() + " identifier", "a NUL within " + (limit - start) + " bytes", "none");
            }
            return new String(bytes, start, position++ - start, StandardCharsets.UTF_8);
        }

        private RawDocument document(int limit) {
            int size = size("document size", BsonStructure.MIN_DOCUMENT_BYTES, limit);
            try {
                BsonStructure.validate(bytes, position, size, WireLimits.MAX_REPLY_NESTING_DEPTH);
            } catch (WireException e) {
                throw e.in(section());
            }
            RawDocument document = new RawDocument(bytes, position, size);
            position += size;
            return document;
        }

        private int size(String what, int min, int limit) {
            int available = limit - position;
            int size = available < 4 ? available : LittleEndian.getInt(bytes, position);
            if (size < min || size > available) {
                throw new WireException(section() + " " + what, min + ".." + available, size);
            }
            return size;
        }

        private String section() {
            return "OP_MSG section " + index;
        }
    }
}
