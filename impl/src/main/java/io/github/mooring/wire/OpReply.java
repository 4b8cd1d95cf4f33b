package io.github.mooring.wire;

/**
 * The answer to an {@link OpQuery}, as received: exactly one checked document.
 *
 * <p>Source: MongoDB wire protocol, OP_REPLY.
 *
 * @param header   header of the message
 * @param flags    response flags
 * @param document the one document, a view of the frame's array
 */
public record OpReply(MessageHeader header, int flags, RawDocument document) {

    private static final int CURSOR_NOT_FOUND = 1;
    private static final int DOCUMENT_OFFSET = MessageHeader.SIZE + 20;

    /**
     * Reads the message that fills {@code length} bytes from {@code offset} exactly.
     *
     * @param header the header that stands there, read before
     * @throws WireException if it is not a reply with exactly one well-formed document
     */
    public static OpReply read(MessageHeader header, byte[] bytes, int offset, int length) {
        if (length < 0 || length > bytes.length - offset) {
            throw new WireException("OP_REPLY frame", length + " bytes", bytes.length - offset);
        }
        header.requireFrame(OpCode.REPLY, length);
        int documentBytes = length - DOCUMENT_OFFSET;
        if (documentBytes < BsonStructure.MIN_DOCUMENT_BYTES) {
            int min = DOCUMENT_OFFSET + BsonStructure.MIN_DOCUMENT_BYTES;
            throw new WireException("OP_REPLY message length", "at least " + min, length);
        }
        int flags = LittleEndian.getInt(bytes, offset + MessageHeader.SIZE);
        if ((flags & CURSOR_NOT_FOUND) != 0) {
            throw new WireException("OP_REPLY responseFlags", "no CursorNotFound, there was no cursor", flags);
        }
        int numberReturned = LittleEndian.getInt(bytes, offset + DOCUMENT_OFFSET - 4);
        if (numberReturned != 1) {
            throw new WireException("OP_REPLY numberReturned", "1", numberReturned);
        }
        try {
            return new OpReply(header, flags, RawDocument.of(bytes, offset + DOCUMENT_OFFSET, documentBytes));
        } catch (WireException e) {
            throw e.in("OP_REPLY document");
        }
    }
}
