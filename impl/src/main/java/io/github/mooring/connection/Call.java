package io.github.mooring.connection;

import io.github.mooring.api.MongoException;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.MessageHeader;
import io.github.mooring.wire.OpCode;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.WireBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One call: the bytes of its request and of its reply, and how far it has come. Used again and again, by one call after
 * the other, on whatever connection.
 *
 * <p>It belongs to the thread that makes the call until that submits it to a {@link Traffic}, and again from the moment
 * that its state is {@link State#DONE} or {@link State#FAILED}. Between the two, everything but the reply's bytes is guarded
 * by the traffic's lock; those belong to whoever holds the baton.
 */
final class Call {
    /** How far a call has come. */
    enum State {
        /** Its owner's; no connection knows it. */
        IDLE,
        /** Waits for the pen, or for whoever has it to take its bytes along. Nothing was sent. */
        QUEUED,
        /** Its owner has been given the pen, and has not written yet. Nothing was sent. */
        PEN,
        /** Its owner is writing: its own bytes, and perhaps those of others. */
        WRITING,
        /** Its bytes are out, or in the hands of another who writes them; it waits for the reply. */
        SENT,
        /** As SENT, and its owner reads for all. */
        LEADING,
        /** Its outcome is known, and whoever has found it out is about to tell. */
        SETTLING,
        /** The reply is there, or the bytes are out and there will be none. */
        DONE,
        /** The connection died. */
        FAILED,
        /** Its owner has left without a result; the object belongs to nobody. */
        LEFT
    }

    /** Arrays of replies up to this size are kept for the next call; as for requests. */
    static final int RETAINED_BYTES = 64 * 1024;

    /** Chosen: holds the reply to a small operation. */
    private static final int INITIAL_BYTES = 1024;

    final WireBuffer request = new WireBuffer();
    final OpMsgWriter message = new OpMsgWriter(request);
    final DocumentEncoder documents = new DocumentEncoder(request);

    /** Written under the traffic's lock, or by the owner where the call is its own, read anywhere. */
    volatile State state = State.IDLE;
    /** What the state becomes after SETTLING. */
    State outcome = State.IDLE;

    /**
     * Whether its owner waits without a limit, and has to be woken before its deadline. Written by the owner, read by whoever
     * tends the connection, who looks again and again; so it need not be seen at once.
     */
    volatile boolean unlimited;

    String command = "";
    Deadline deadline = Deadline.never();
    Thread owner = Thread.currentThread();
    /** Whether the server answers. */
    boolean answered;
    /** Whether the server may carry it out any number of times. */
    boolean harmless;
    /** Whether the request's bytes are to be overwritten. */
    boolean secret;
    /** Whether its owner, who has its reply, has the pen and is to write what has queued. */
    boolean hasMail;
    /** Whether the failure found its bytes sent, in whole or in part. */
    boolean sent;

    /** That its own time ran out, or its own thread was interrupted, in a step that cost the connection; the owner's. */
    @Nullable
    MongoException ownFault;

    int requestId;
    int expectedOpCode = OpCode.MSG;
    int maxReplyBytes;
    /** The next in whatever list the call is in; it is never in two. */
    @Nullable
    Call next;

    byte[] reply = new byte[INITIAL_BYTES];
    int replyLength;

    /** Before the request is encoded. */
    void begin(String commandName, ConnectionDescription limits, Deadline callDeadline) {
        command = commandName;
        deadline = callDeadline;
        owner = Thread.currentThread();
        answered = true;
        harmless = false;
        hasMail = false;
        ownFault = null;
        sent = false;
        if (unlimited) {
            unlimited = false;
        }
        requestId = 0;
        expectedOpCode = OpCode.MSG;
        maxReplyBytes = limits.maxReplyBytes();
        replyLength = 0;
        request.reset();
    }

    /** Puts the number in that the message was encoded without. */
    @SuppressWarnings("deprecation") // the library's name for filling in a number
    void number(int id) {
        requestId = id;
        request.writeInt32(4, id);
    }

    int requestBytes() {
        return request.getPosition();
    }

    /** What a dump shows; under the traffic's lock. */
    CallInFlight describe() {
        State now = state;
        boolean onItsWay = now != State.QUEUED && now != State.PEN;
        boolean left = now == State.LEFT;
        return new CallInFlight(left ? "" : owner.getName(), command, deadline.elapsed(), onItsWay, left);
    }

    /** Takes a reply over that lies somewhere else. */
    void takeReply(byte[] bytes, int offset, int length) {
        reserveReply(length);
        System.arraycopy(bytes, offset, reply, 0, length);
        replyLength = length;
    }

    /** Makes room for a reply of so many bytes, without keeping what was there. */
    void reserveReply(int length) {
        if (reply.length < length) {
            reply = new byte[Math.max(length, Math.min(2 * reply.length, RETAINED_BYTES))];
        }
    }

    /** What kind of message the reply is, once it is there. */
    int replyOpCode() {
        return MessageHeader.readOpCode(reply, 0);
    }

    /** Takes over what was inside of the reply. */
    void replaceReply(byte[] message) {
        reply = message;
        replyLength = message.length;
    }

    /** Whether nobody but the owner can touch it, now and later. */
    boolean isOwners() {
        State now = state;
        return now == State.IDLE || now == State.DONE;
    }

    /** Forgets the call; large arrays go back. */
    void clear() {
        state = State.IDLE;
        deadline = Deadline.never();
        command = "";
        next = null;
        if (secret) {
            secret = false;
            Arrays.fill(request.array(), (byte) 0);
        }
        request.reset();
        if (reply.length > RETAINED_BYTES) {
            reply = new byte[INITIAL_BYTES];
        }
    }

    @Override
    public String toString() {
        return command + " #" + requestId + " " + state;
    }
}
