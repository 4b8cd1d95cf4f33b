package io.github.mooring.connection;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What calls need and give back when they are done: their own objects, and the arrays that replies are read into. One for
 * all connections of a client, so an idle connection holds no buffers; bounded; thread-safe without a lock.
 *
 * <p>Each thread looks first where it has put something before, and a few places further on: what it finds is most likely
 * in its processor's cache. Where nothing is found something new is made, and where no place is free it is dropped.
 */
final class Recycler {
    /** Places for each kind. Chosen: the calls that wait at the same moment hold theirs, so these need not be many. */
    private static final int PLACES = 64;

    /** How many places one thread looks at. */
    private static final int LOOKS = 8;

    /** References in a cache line: two threads must not fight for one line over two places. */
    private static final int SPREAD = 16;

    /** Chosen: some ten replies of small operations. Grows while the replies of one read fill it. */
    static final int READ_BYTES = 8 * 1024;

    private final AtomicReferenceArray<Call> calls = new AtomicReferenceArray<>(PLACES * SPREAD);
    private final AtomicReferenceArray<byte[]> arrays = new AtomicReferenceArray<>(PLACES * SPREAD);

    /** A call that belongs to the caller. */
    Call takeCall() {
        Call call = take(calls);
        return call == null ? new Call() : call;
    }

    /** Takes a call back that nobody can touch any more. */
    void give(Call call) {
        call.clear();
        give(calls, call);
    }

    /** An array to read into. */
    byte[] takeArray() {
        byte[] array = take(arrays);
        return array == null ? new byte[READ_BYTES] : array;
    }

    /** Takes an array back. */
    void give(byte[] array) {
        give(arrays, array);
    }

    private static <T> @Nullable T take(AtomicReferenceArray<T> places) {
        int from = start();
        for (int i = 0; i < LOOKS; i++) {
            int at = place(from + i);
            T found = places.getPlain(at);
            if (found != null && places.compareAndSet(at, found, null)) {
                return found;
            }
        }
        return null;
    }

    private static <T> void give(AtomicReferenceArray<T> places, T what) {
        int from = start();
        for (int i = 0; i < LOOKS; i++) {
            int at = place(from + i);
            if (places.getPlain(at) == null && places.compareAndSet(at, null, what)) {
                return;
            }
        }
    }

    private static int start() {
        return (int) Thread.currentThread().getId();
    }

    private static int place(int number) {
        return (number & (PLACES - 1)) * SPREAD;
    }
}
