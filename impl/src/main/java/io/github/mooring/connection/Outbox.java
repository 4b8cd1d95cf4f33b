package io.github.mooring.connection;

import io.github.mooring.connection.Call.State;
import io.github.mooring.wire.WireBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The calls whose bytes are still to be written, and what of them is taken along in one write. Guarded by the traffic's
 * lock.
 */
final class Outbox {
    /** How many bytes are gathered for one write. */
    private static final int GATHERED_BYTES = 64 * 1024;

    /** A larger message is written by its owner, from where it lies. */
    static final int COPIED_BYTES = 16 * 1024;

    /** Wait for the pen, in the order in which they came. */
    private final CallList queue = new CallList();

    /** Requests without reply that the one with the pen is writing for others. */
    private final CallList unanswered = new CallList();

    private final PendingReplies pending;

    Outbox(PendingReplies pending) {
        this.pending = pending;
    }

    /** Stands in line for the pen. */
    void add(Call call) {
        call.state = State.QUEUED;
        queue.add(call);
    }

    /** Withdraws one that is in line. */
    void withdraw(Call call) {
        queue.remove(call);
    }

    /** The first in line, who is no longer; null if nobody is. */
    @Nullable
    Call next() {
        return queue.removeFirst();
    }

    /** From here on the call's bytes are on their way: it is numbered, and owed a reply if there is to be one. */
    void take(Call call, State state) {
        if (call.answered) {
            pending.add(call);
        }
        call.state = state;
    }

    /** Fills the buffer with what is in line, as far as it is small; false if there is nothing to take. */
    boolean gather(WireBuffer gathered) {
        Call first = queue.first();
        if (first == null || first.requestBytes() > COPIED_BYTES) {
            return false;
        }
        gathered.reset();
        append(gathered);
        return true;
    }

    /** Takes along what is in line, behind the call's own bytes, if all that is small. */
    void gatherBehind(Call call) {
        if (call.requestBytes() <= COPIED_BYTES) {
            append(call.request);
        }
    }

    private void append(WireBuffer gathered) {
        Call call = queue.first();
        while (call != null
                && call.requestBytes() <= COPIED_BYTES
                && gathered.size() + call.requestBytes() <= GATHERED_BYTES) {
            queue.removeFirst();
            take(call, State.SENT);
            gathered.writeBytes(call.request.array(), 0, call.requestBytes());
            if (!call.answered) {
                unanswered.add(call);
            }
            call = queue.first();
        }
    }

    /** What was taken for others and is not answered. */
    CallList unanswered() {
        return unanswered;
    }

    /** What was not taken yet. */
    CallList queue() {
        return queue;
    }

    int size() {
        return queue.size() + unanswered.size();
    }
}
