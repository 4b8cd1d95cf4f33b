package io.github.mooring.connection;

import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Transport;
import io.github.mooring.wire.MessageHeader;
import io.github.mooring.wire.OpCode;
import io.github.mooring.wire.WireException;
import java.util.HexFormat;

/**
 * Reads whole messages into one array that is used again. Confined to the reading thread.
 *
 * <p>Greedy: it asks for as much as there is room for, so that a reply of ordinary size costs one read and not one for
 * the header and one for the body. The header is judged before memory is taken on its word.
 */
final class FrameReader {
    /** Chosen: holds the replies of small operations. */
    private static final int INITIAL_BYTES = 4 * 1024;

    /** What is kept between messages at most; as in the buffer for writing. */
    static final int RETAINED_BYTES = 64 * 1024;

    /** A TLS alert, protocol version 3.x: what a server that expects TLS answers to anything else. */
    private static final int TLS_ALERT = 0x15;

    private final Transport transport;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int count;
    /** Bytes of the message being read; 0 as long as they are not known. */
    private int length;

    FrameReader(Transport transport) {
        this.transport = transport;
    }

    /** The array that {@link #read} reads into, from offset 0; good until the next one. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bytes came behind the message that was read, although nobody had asked for more. */
    int surplusBytes() {
        return count - length;
    }

    /**
     * Reads the answer to one request.
     *
     * @throws EndOfStream   if the peer ended the stream first
     * @throws WireException if what comes cannot be that answer
     */
    MessageHeader read(int requestId, int opCode, int maxBytes, Deadline deadline) throws EndOfStream {
        trim();
        fill(MessageHeader.SIZE, deadline);
        MessageHeader header = MessageHeader.read(bytes, 0, maxBytes);
        if (header.opCode() != opCode) {
            throw new WireException("message header opCode", OpCode.describe(opCode), OpCode.describe(header.opCode()));
        }
        if (header.responseTo() != requestId) {
            throw new WireException("message header responseTo", Integer.toString(requestId), header.responseTo());
        }
        length = header.length();
        if (length > bytes.length) {
            byte[] larger = new byte[length];
            System.arraycopy(bytes, 0, larger, 0, count);
            bytes = larger;
        }
        fill(length, deadline);
        return header;
    }

    /** Forgets the message; an array larger than 64 KiB goes back. */
    void trim() {
        count = 0;
        length = 0;
        if (bytes.length > RETAINED_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /** The first bytes that came, for the message about a peer that does not speak our protocol. */
    String received() {
        if (count == 0) {
            return "nothing was received";
        }
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(count, MessageHeader.SIZE));
        return count + " bytes were received, " + (count > MessageHeader.SIZE ? "beginning with " : "") + hex
                + (isTlsAlert() ? ", a TLS alert: the server expects TLS (tls=true)" : "");
    }

    private boolean isTlsAlert() {
        return count > 1 && bytes[0] == TLS_ALERT && bytes[1] == 3;
    }

    private void fill(int wanted, Deadline deadline) throws EndOfStream {
        while (count < wanted) {
            int read = transport.read(bytes, count, bytes.length - count, deadline);
            if (read < 0) {
                throw new EndOfStream();
            }
            count += read;
        }
    }

    /** The peer has ended the stream where a message was expected. */
    static final class EndOfStream extends Exception {
        private static final long serialVersionUID = 1L;

        EndOfStream() {
            super("end of stream");
        }
    }
}
