package io.github.mooring.time;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** By which seed a stress run goes, and how long: {@code -Dmooring.stress.seconds} (default 5). Thread-safe. */
public final class StressPlan {
    private static final int DEFAULT_SECONDS = 5;

    private final Seed seed;
    private final Duration length;
    private final Deadline end;
    private volatile BooleanSupplier enough = () -> true;

    /** Begins now, and prints how to repeat it. */
    public StressPlan(String name) {
        this(name, 1);
    }

    /** One of several runs that share the time equally. */
    public StressPlan(String name, int runs) {
        int seconds = Integer.getInteger("mooring.stress.seconds", DEFAULT_SECONDS);
        System.out.println(name + ": -Dmooring.stress.seconds=" + seconds);
        seed = new Seed(name);
        length = Duration.ofSeconds(seconds).dividedBy(runs);
        end = Deadline.after(Clock.system(), length);
    }

    /** Has it go on after its time until this is so: on a slow machine little happens in a few seconds. */
    public void goOnUntil(BooleanSupplier enoughHappened) {
        enough = enoughHappened;
    }

    public boolean goesOn() {
        return !end.isExpired() || !enough.getAsBoolean();
    }

    public Seed seed() {
        return seed;
    }

    /** How long its threads may take to end, counted from its beginning: two minutes more than they are meant to. */
    public long patienceMillis() {
        return length.plusSeconds(120).toMillis();
    }

    @Override
    public String toString() {
        return seed.toString();
    }
}
