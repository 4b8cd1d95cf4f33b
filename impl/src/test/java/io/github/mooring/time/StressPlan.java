package io.github.mooring.time;

import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a stress run goes on, and by which seed: {@code -Dmooring.stress.seconds} (default 5) and
 * {@code -Dmooring.seed} (default: another one each time). The seed decides what each thread does and what happens to the
 * first, second, third of everything; not when, nor on which thread. Thread-safe.
 */
public final class StressPlan {
    private static final int DEFAULT_SECONDS = 5;

    private final long seed =
            Long.getLong("mooring.seed", ThreadLocalRandom.current().nextLong());
    private final Duration length = Duration.ofSeconds(Integer.getInteger("mooring.stress.seconds", DEFAULT_SECONDS));
    private final Deadline end;

    /** Begins now, and prints how to repeat it. */
    public StressPlan(String name) {
        System.out.println(name + ": -Dmooring.seed=" + seed + " -Dmooring.stress.seconds=" + length.toSeconds());
        end = Deadline.after(Clock.system(), length);
    }

    public boolean goesOn() {
        return !end.isExpired();
    }

    /** The numbers for one of several threads. */
    public Random random(int thread) {
        return new Random(mixed("thread", thread).nextLong());
    }

    /**
     * Whether that happens to the n-th of its kind, as it does to one of so many: whoever asks, and in which order, does
     * not change the answer.
     */
    public boolean strikes(String what, long n, int oneOf) {
        return draw(what, n, oneOf) == 0;
    }

    /** A number from 0 to {@code bound} - 1 for the n-th of a kind: whoever asks, and in which order, does not change it. */
    public int draw(String what, long n, int bound) {
        return mixed(what, n).nextInt(bound);
    }

    /** Neighbours must have nothing in common, which the first numbers of {@link Random} with neighbouring seeds do. */
    private SplittableRandom mixed(String what, long n) {
        return new SplittableRandom(seed + ((long) what.hashCode() << 32) + n);
    }

    /** How long its threads may take to end, counted from its beginning: half a minute more than they are meant to. */
    public long patienceMillis() {
        return length.plusSeconds(30).toMillis();
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
