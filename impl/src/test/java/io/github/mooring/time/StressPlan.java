package io.github.mooring.time;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a stress run goes on, and by which seed: {@code -Dmooring.stress.seconds} (default 5) and
 * {@code -Dmooring.seed} (default: another one each time). The seed decides what each thread does, not when.
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
        return new Random(seed + thread);
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
