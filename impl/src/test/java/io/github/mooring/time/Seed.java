package io.github.mooring.time;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a random test has all its numbers from: {@code -Dmooring.seed}, by default another one each time. It is printed, and
 * the same one makes each thread do the same and the same happen to the first, second, third of everything; not when, nor
 * on which thread. Thread-safe.
 */
public final class Seed {
    private final long value =
            Long.getLong("mooring.seed", ThreadLocalRandom.current().nextLong());

    /** Prints what has to be given to that test for a repetition. */
    public Seed(String test) {
        System.out.println(test + ": -Dmooring.seed=" + value);
    }

    public long value() {
        return value;
    }

    /** The numbers for a test that has one thread. */
    public Random random() {
        return random(0);
    }

    /** The numbers for one of several threads. */
    public Random random(int thread) {
        return new Random(mixed("thread", thread).nextLong());
    }

    /** Whether that happens to the n-th of its kind, as it does to one of so many. */
    public boolean strikes(String what, long n, int oneOf) {
        return draw(what, n, oneOf) == 0;
    }

    /** A number from 0 to {@code bound} - 1 for the n-th of a kind: whoever asks, and in which order, does not change it. */
    public int draw(String what, long n, int bound) {
        return mixed(what, n).nextInt(bound);
    }

    /** Neighbours must have nothing in common, which the first numbers of {@link Random} with neighbouring seeds do. */
    private SplittableRandom mixed(String what, long n) {
        return new SplittableRandom(value + ((long) what.hashCode() << 32) + n);
    }

    @Override
    public String toString() {
        return "seed " + value;
    }
}
