package io.github.mooring.connection;

import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Transport;
import io.github.mooring.wire.MessageHeader;
import io.github.mooring.wire.OpCode;
import io.github.mooring.wire.WireException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a server sends, cut into replies. Used by whoever holds the baton, and what it has begun is gone on with
 * by the next; so there is no lock of its own.
 *
 * <p>Greedy: it asks for as much as there is room for, so that a reply of ordinary size costs one read, and many that
 * have come together cost one as well. A reply is copied out of the array into its call's, once; one that is larger than
 * the array is read straight into its call's. The header is judged before memory is taken on its word.
 */
final class ReplyStream {
    /** Largest array. */
    private static final int MAX_ARRAY_BYTES = 64 * 1024;

    /** A TLS alert, protocol version 3.x: what a server that expects TLS answers to anything else. */
    private static final int TLS_ALERT = 0x15;

    private static final byte[] NONE = {};

    private final Transport transport;
    private final Recycler recycler;
    /** Borrowed from the recycler while bytes are in it or a read is under way. */
    private byte[] array = NONE;
    /** What was received and not handed out is from here ... */
    private int start;
    /** ... to here. */
    private int end;
    /** Whether a read has filled the array: then a larger one serves better. */
    private boolean filled;
    /** The call whose reply is read straight into its array, as far as {@link #largeBytes}. */
    private @Nullable Call large;

    private int largeBytes;
    /** Whether replies may be compressed. Written by the thread that makes the connection, before others get to see it. */
    private boolean compressed;

    ReplyStream(Transport transport, Recycler recycler) {
        this.transport = transport;
        this.recycler = recycler;
    }

    /** Whether replies may be compressed from now on. */
    void acceptCompressed(boolean accepted) {
        compressed = accepted;
    }

    /** Takes what the transport has. */
    void read(Deadline deadline, boolean patient) throws EndOfStream {
        Call receiver = large;
        if (receiver != null) {
            beginLarge(receiver);
            largeBytes += read(receiver.reply, largeBytes, receiver.replyLength - largeBytes, deadline, patient);
            return;
        }
        makeRoom();
        int room = array.length - end;
        int count = read(array, end, room, deadline, patient);
        end += count;
        filled = count == room;
    }

    private int read(byte[] bytes, int offset, int length, Deadline deadline, boolean patient) throws EndOfStream {
        int count = patient
                ? transport.readOrClose(bytes, offset, length, deadline)
                : transport.read(bytes, offset, length, deadline);
        if (count < 0) {
            throw new EndOfStream();
        }
        return count;
    }

    /**
     * Hands the next whole reply to its call.
     *
     * @param pending under the traffic's lock
     * @return the call that has got its reply, no longer in line; null if there is no whole reply
     * @throws WireException if what has come is no reply to anything that was asked
     */
    @Nullable
    Call next(PendingReplies pending, int maxBytes) {
        Call receiver = large;
        if (receiver != null) {
            if (largeBytes < receiver.replyLength) {
                return null;
            }
            large = null;
            return pending.remove(receiver.requestId);
        }
        if (pending.isEmpty() || end - start < MessageHeader.SIZE) {
            return null;
        }
        int length = MessageHeader.readLength(array, start, maxBytes);
        int responseTo = MessageHeader.readResponseTo(array, start);
        Call call = pending.find(responseTo);
        requireOpCode(call.expectedOpCode, MessageHeader.readOpCode(array, start));
        if (length > end - start) {
            if (length > array.length) {
                large = call;
                largeBytes = 0;
                call.replyLength = length;
            }
            return null;
        }
        call.takeReply(array, start, length);
        start += length;
        return pending.remove(responseTo);
    }

    private void requireOpCode(int expected, int actual) {
        if (actual != expected && !(compressed && actual == OpCode.COMPRESSED)) {
            throw new WireException("message header opCode", OpCode.describe(expected), OpCode.describe(actual));
        }
    }

    /** Not under a lock: it may take much memory, which the header was judged for. */
    private void beginLarge(Call receiver) {
        if (largeBytes == 0) {
            receiver.reserveReply(receiver.replyLength);
            largeBytes = end - start;
            System.arraycopy(array, start, receiver.reply, 0, largeBytes);
            start = end;
        }
    }

    /** Bytes that came and belong to no reply yet. */
    int remainder() {
        return large == null ? end - start : Math.max(end - start, largeBytes);
    }

    /** Gives the array back if there is nothing in it; before the baton is put down, so that an idle connection has none. */
    void release() {
        byte[] free = array;
        if (start == end && free.length > 0) {
            array = NONE;
            start = 0;
            end = 0;
            filled = false;
            recycler.give(free);
        }
    }

    /** The first bytes that came, for the message about a peer that does not speak our protocol. */
    String received() {
        int count = remainder();
        if (count == 0) {
            return "nothing was received";
        }
        Call receiver = large;
        return receiver != null && largeBytes > 0
                ? described(receiver.reply, 0, count)
                : described(array, start, count);
    }

    /** The same for bytes that lie somewhere else. */
    static String described(byte[] bytes, int from, int count) {
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, from, from + Math.min(count, MessageHeader.SIZE));
        return count + " bytes were received, " + (count > MessageHeader.SIZE ? "beginning with " : "") + hex
                + (isTlsAlert(bytes, from, count) ? ", a TLS alert: the server expects TLS (tls=true)" : "");
    }

    private static boolean isTlsAlert(byte[] bytes, int from, int count) {
        return count > 1 && bytes[from] == TLS_ALERT && bytes[from + 1] == 3;
    }

    /** What is left of a reply moves to the front of an array with room behind it. */
    private void makeRoom() {
        byte[] old = array;
        if (old.length == 0) {
            array = recycler.takeArray();
        } else if (filled && old.length < MAX_ARRAY_BYTES) {
            array = new byte[old.length * 2];
        }
        System.arraycopy(old, start, array, 0, end - start);
        end -= start;
        start = 0;
        filled = false;
    }

    /** The peer has ended the stream where a message was expected. */
    static final class EndOfStream extends Exception {
        private static final long serialVersionUID = 1L;

        EndOfStream() {
            super("end of stream");
        }
    }
}
