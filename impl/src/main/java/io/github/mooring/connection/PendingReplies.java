package io.github.mooring.connection;

import io.github.mooring.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a connection is owed replies for, in the order in which they were sent. A server answers in that order,
 * so the reply that comes next is the first one's; but it is found by its number, wherever it stands. Guarded by the
 * traffic's lock.
 *
 * <p>Requests are numbered from 1, without gaps, up to the largest int and then from 1 again, so a number says where in
 * the line its call stands. 0 is left to requests that are not answered.
 */
final class PendingReplies {
    private static final int INITIAL_PLACES = 8;
    private static final int LAST_NUMBER = Integer.MAX_VALUE;

    /** A power of two of places, used round and round; null where a reply came out of turn. */
    private @Nullable Call[] places = new Call[INITIAL_PLACES];
    /** Counts those that have left at the front. */
    private long head;
    /** Counts those that have joined at the end. */
    private long tail;
    /** Those who joined before this are known to be written; counts as {@link #tail}. */
    private long written;
    /** How many stand in line. */
    private int size;
    /** How many were given up by their callers. */
    private int abandoned;

    boolean isEmpty() {
        return head == tail;
    }

    /** How many replies are owed, those that nobody waits for included. */
    int size() {
        return size;
    }

    int abandoned() {
        return abandoned;
    }

    /** Joins the line and gives the call its number. */
    void add(Call call) {
        if (tail - head == places.length) {
            grow();
        }
        places[place(tail)] = call;
        call.number(number(tail));
        tail++;
        size++;
    }

    /** All that are in line have been written. */
    void markWritten() {
        written = tail;
    }

    /** The call of this number, which stays in line. */
    Call find(int number) {
        long offset = number - (long) number(head);
        if (offset < 0) {
            offset += LAST_NUMBER;
        }
        Call found = number < 1 || offset >= tail - head ? null : places[place(head + offset)];
        if (found == null) {
            throw new WireException("message header responseTo", expected(), number);
        }
        return found;
    }

    /** The call of this number, which leaves the line. */
    Call remove(int number) {
        Call call = find(number);
        places[place(head + (number - (long) number(head) + LAST_NUMBER) % LAST_NUMBER)] = null;
        size--;
        while (head < tail && places[place(head)] == null) {
            head++;
        }
        abandoned -= call.state == Call.State.LEFT ? 1 : 0;
        return call;
    }

    /** Notes that the caller of one in line has given up. */
    void abandon(Call call) {
        call.state = Call.State.LEFT;
        abandoned++;
    }

    /** The youngest call whose owner waits and could read, or null. */
    @Nullable
    Call youngestWaiting() {
        for (long i = tail - 1; i >= head; i--) {
            Call call = places[place(i)];
            if (call != null && call.state == Call.State.SENT) {
                return call;
            }
        }
        return null;
    }

    /** The first in line, or null. */
    @Nullable
    Call first() {
        return isEmpty() ? null : places[place(head)];
    }

    /** Looks at each in turn. */
    void forEach(Consumer<Call> visitor) {
        for (long i = head; i < tail; i++) {
            Call call = places[place(i)];
            if (call != null) {
                visitor.accept(call);
            }
        }
    }

    /** Those whose callers have not given up, and that are known to be written, or are not. */
    List<Call> waiting(boolean known) {
        List<Call> waiting = new ArrayList<>();
        long from = known ? head : Math.max(head, written);
        long to = known ? Math.min(written, tail) : tail;
        for (long i = from; i < to; i++) {
            Call call = places[place(i)];
            if (call != null && call.state != Call.State.LEFT) {
                waiting.add(call);
            }
        }
        return waiting;
    }

    /** Forgets all. */
    void clear() {
        head = tail;
        size = 0;
        abandoned = 0;
        places = new Call[INITIAL_PLACES];
    }

    private String expected() {
        if (isEmpty()) {
            return "none, nothing was asked";
        }
        String first = Integer.toString(number(head));
        return tail - head == 1 ? first : first + ".." + number(tail - 1);
    }

    private int place(long count) {
        return (int) count & (places.length - 1);
    }

    private static int number(long count) {
        return (int) (count % LAST_NUMBER) + 1;
    }

    private void grow() {
        @Nullable Call[] more = new Call[places.length * 2];
        for (long i = head; i < tail; i++) {
            more[(int) i & (more.length - 1)] = places[place(i)];
        }
        places = more;
    }
}
