package io.github.mooring.wire;

/**
 * Writes OP_MSG requests straight into a {@link WireBuffer}; the caller encodes the documents into the same buffer.
 *
 * <pre>{@code
 * writer.begin(requestId, 0);
 * writer.beginBody();          // then exactly one document, by BsonBinaryWriter, DocumentEncoder or writeBytes
 * writer.beginSequence("documents");   // optional, then any number of documents
 * writer.finish();
 * }</pre>
 *
 * <p>Messages may be written one behind the other into one buffer. A message that fails is taken out of the buffer
 * again. Not thread-safe; confined to whoever owns the buffer. Source: OP_MSG specification.
 */
public final class OpMsgWriter {

    private static final int KNOWN_FLAGS = OpMsg.CHECKSUM_PRESENT | OpMsg.MORE_TO_COME | OpMsg.EXHAUST_ALLOWED;

    private enum State {
        IDLE,
        BEGUN,
        BODY,
        SEQUENCE
    }

    private final WireBuffer buffer;
    private State state = State.IDLE;
    private int messageStart;
    private int sectionStart;
    private int documentsStart;
    private int flags;

    /** Makes a writer for this buffer. */
    public OpMsgWriter(WireBuffer buffer) {
        this.buffer = buffer;
    }

    /** Begins a message at the end of the buffer. */
    public void begin(int requestId, int flagBits) {
        require(state == State.IDLE, "begin");
        if ((flagBits & ~KNOWN_FLAGS) != 0) {
            throw new IllegalArgumentException("unknown OP_MSG flag bits 0x" + Integer.toHexString(flagBits));
        }
        messageStart = buffer.getPosition();
        flags = flagBits;
        buffer.writeInt32(0); // length, known at the end
        buffer.writeInt32(requestId);
        buffer.writeInt32(0);
        buffer.writeInt32(OpCode.MSG);
        buffer.writeInt32(flagBits);
        state = State.BEGUN;
    }

    /** Begins the section of the command itself; exactly one document has to follow. */
    public void beginBody() {
        require(state == State.BEGUN, "beginBody");
        buffer.writeByte(OpMsg.KIND_BODY);
        documentsStart = buffer.getPosition();
        state = State.BODY;
    }

    /** Begins a section of documents for an array argument of the command; any number of documents may follow. */
    public void beginSequence(String identifier) {
        endSection("beginSequence");
        buffer.writeByte(OpMsg.KIND_SEQUENCE);
        sectionStart = buffer.getPosition();
        buffer.writeInt32(0);
        buffer.writeCString(identifier);
        documentsStart = buffer.getPosition();
        state = State.SEQUENCE;
    }

    /** Returns the bytes of the message so far; compare with maxMessageSizeBytes to end a batch in time. */
    public int messageSize() {
        return buffer.getPosition() - messageStart;
    }

    /**
     * Ends the message and fills in its lengths.
     *
     * @return the bytes of the message
     * @throws WireException if it is larger than {@code maxMessageSizeBytes}; it is no longer in the buffer then
     */
    public int finish(int maxMessageSizeBytes) {
        endSection("finish");
        boolean checksum = (flags & OpMsg.CHECKSUM_PRESENT) != 0;
        int size = messageSize() + (checksum ? OpMsg.CHECKSUM_BYTES : 0);
        if (size > maxMessageSizeBytes) {
            abort();
            throw new WireException("OP_MSG message to send", "at most " + maxMessageSizeBytes + " bytes", size);
        }
        buffer.writeInt32(messageStart, size);
        if (checksum) {
            buffer.writeInt32(OpMsg.checksum(buffer.array(), messageStart, messageSize()));
        }
        state = State.IDLE;
        return size;
    }

    /** Takes the message that was begun out of the buffer again; does nothing if there is none. */
    public void abort() {
        if (state != State.IDLE) {
            buffer.truncateToPosition(messageStart);
            state = State.IDLE;
        }
    }

    private void endSection(String step) {
        require(state == State.BODY || state == State.SEQUENCE, step);
        int documents = countDocuments();
        if (state == State.BODY && documents != 1) {
            throw new IllegalStateException("bug: the body of an OP_MSG is 1 document, not " + documents);
        }
        if (state == State.SEQUENCE) {
            buffer.writeInt32(sectionStart, buffer.getPosition() - sectionStart);
        }
    }

    /** What stands in the section must be whole documents, or the server would close the connection over it. */
    private int countDocuments() {
        int count = 0;
        int end = buffer.getPosition();
        int at = documentsStart;
        while (at < end) {
            int size = end - at < BsonStructure.MIN_DOCUMENT_BYTES ? 0 : buffer.int32At(at);
            if (size < BsonStructure.MIN_DOCUMENT_BYTES || size > end - at) {
                throw new IllegalStateException("bug: a document of " + size + " bytes in " + (end - at) + " bytes");
            }
            at += size;
            count++;
        }
        return count;
    }

    private void require(boolean allowed, String step) {
        if (!allowed) {
            throw new IllegalStateException("bug: " + step + " in state " + state);
        }
    }
}
