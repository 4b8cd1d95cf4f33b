package io.github.mooring.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.pool.ResourceFactory;
import io.github.mooring.time.Deadline;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes things that do nothing but be there, and keeps the books about them; thread-safe. */
final class Things implements ResourceFactory<Things.Thing> {
    final AtomicInteger made = new AtomicInteger();
    final AtomicInteger alive = new AtomicInteger();
    final AtomicInteger mostAlive = new AtomicInteger();
    final List<Integer> ended = new CopyOnWriteArrayList<>();

    volatile Runnable whileMaking = () -> {};
    volatile Runnable whileEnding = () -> {};

    /** One thing, and how many use it. */
    static final class Thing {
        final int id;
        final AtomicInteger users = new AtomicInteger();
        volatile boolean over;

        Thing(int id) {
            this.id = id;
        }

        /** Uses it for a moment, and finds out whether somebody else does so too. */
        void use() {
            if (users.incrementAndGet() != 1 || over) {
                throw new AssertionError("thing " + id + " has two users, or is over");
            }
            Thread.onSpinWait();
            users.decrementAndGet();
        }
    }

    @Override
    public Thing create(Deadline deadline) {
        int id = made.incrementAndGet();
        mostAlive.accumulateAndGet(alive.incrementAndGet(), Math::max);
        boolean done = false;
        try {
            whileMaking.run();
            done = true;
            return new Thing(id);
        } finally {
            if (!done) {
                alive.decrementAndGet();
            }
        }
    }

    @Override
    public void destroy(Thing thing) {
        thing.over = true;
        try {
            whileEnding.run();
        } finally {
            ended.add(thing.id);
            alive.decrementAndGet();
        }
    }

    @Override
    public boolean isUsable(Thing thing) {
        return !thing.over;
    }

    /** Waits for a latch, as long as a test has patience. */
    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
