package io.github.mooring.bench.canned;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * The replies of one connection that wait for their time, first come first served. What is not said otherwise is guarded
 * by the lock of its {@link Delays}.
 */
final class DelayLine {
    /** What a connection that takes nothing more is given to recover. */
    private static final long RETRY_NANOS = 100_000;

    private final Behaviour behaviour;
    private final WritableByteChannel channel;
    private final Delays delays;
    private final Replies waiting = new Replies();
    private long busyUntil = System.nanoTime();
    private long lastDue = busyUntil;
    private long wakeNanos;
    /** Whether it stands in the queue or is being sent from. */
    private boolean queued;

    /** Confined to the thread of the delays. */
    private final Outgoing.Rest rest = new Outgoing.Rest();

    DelayLine(Behaviour behaviour, WritableByteChannel channel, Delays delays) {
        this.behaviour = behaviour;
        this.channel = channel;
        this.delays = delays;
    }

    /** The server's thread, without the lock: a reply to a request that has just arrived. */
    void add(byte[] reply, int requestId, long arrivedNanos, boolean hello) {
        delays.add(this, reply, requestId, arrivedNanos, hello);
    }

    /** Appends; whether the line was out of the queue, and must get into it. */
    boolean addLocked(byte[] reply, int requestId, long arrivedNanos, boolean hello) {
        busyUntil = behaviour.doneNanos(arrivedNanos, busyUntil);
        long when = behaviour.dueNanos(busyUntil, hello);
        // one connection is one stream: a reply does not overtake another
        lastDue = when - lastDue > 0 ? when : lastDue;
        waiting.add(reply, requestId, lastDue);
        boolean wasOut = !queued;
        if (wasOut) {
            queued = true;
            wakeNanos = lastDue;
        }
        return wasOut;
    }

    /** When this wants to be looked at; does not change while it stands in the queue. */
    long wakeNanosLocked() {
        return wakeNanos;
    }

    /** Moves what is due by then. */
    void takeDueLocked(long nowNanos, Replies to) {
        while (!waiting.isEmpty() && waiting.firstDue() - nowNanos <= 0) {
            waiting.moveFirst(to);
        }
    }

    /** The thread of the delays, without the lock: sends; whether the connection took it all. */
    boolean send(Replies replies, Outgoing out) throws IOException {
        rest.drain(channel);
        while (!replies.isEmpty()) {
            out.put(replies.firstReply(), replies.firstRequest(), channel, rest);
            replies.removeFirst();
        }
        out.flush(channel, rest);
        return rest.isEmpty();
    }

    /** After sending: whether it must get into the queue again. */
    boolean sentLocked(boolean whole, long nowNanos) {
        if (!whole) {
            wakeNanos = nowNanos + RETRY_NANOS;
        } else if (!waiting.isEmpty()) {
            wakeNanos = waiting.firstDue();
        } else {
            queued = false;
        }
        return queued;
    }

    /** A ring of replies with the requests they answer and the time when they are due. */
    static final class Replies {
        private static final int FIRST_CAPACITY = 64;

        private byte[][] replies = new byte[FIRST_CAPACITY][];
        private int[] requests = new int[FIRST_CAPACITY];
        private long[] due = new long[FIRST_CAPACITY];
        private int head;
        private int size;

        boolean isEmpty() {
            return size == 0;
        }

        long firstDue() {
            return due[head];
        }

        byte[] firstReply() {
            return replies[head];
        }

        int firstRequest() {
            return requests[head];
        }

        void moveFirst(Replies to) {
            to.add(firstReply(), firstRequest(), firstDue());
            removeFirst();
        }

        void removeFirst() {
            head = (head + 1) % due.length;
            size--;
        }

        void add(byte[] reply, int request, long dueNanos) {
            if (size == due.length) {
                grow();
            }
            int slot = (head + size) % due.length;
            replies[slot] = reply;
            requests[slot] = request;
            due[slot] = dueNanos;
            size++;
        }

        private void grow() {
            int capacity = due.length * 2;
            byte[][] moreReplies = new byte[capacity][];
            int[] moreRequests = new int[capacity];
            long[] moreDue = new long[capacity];
            for (int i = 0; i < size; i++) {
                int from = (head + i) % due.length;
                moreReplies[i] = replies[from];
                moreRequests[i] = requests[from];
                moreDue[i] = due[from];
            }
            replies = moreReplies;
            requests = moreRequests;
            due = moreDue;
            head = 0;
        }
    }
}
