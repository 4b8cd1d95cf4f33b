package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.client.Eventually;
import io.github.mooring.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Callers that do one thing after the other, each in a session of its own, until they are told to end. Thread-safe. */
final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** Chosen: 2,000 calls per second by all callers together, as the suites are about faults and not about speed. */
    private static final long PAUSE_NANOS_PER_CALLER = 500_000;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicIntegerArray successes;
    private final Queue<MongoException> errors = new ConcurrentLinkedQueue<>();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile boolean ended;
    /** What only a mistake can have thrown. */
    private volatile @Nullable Throwable failure;

    /** What callers do. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it once.
         *
         * @param number how often this caller has done it before
         */
        void run(MongoSession session, int caller, int number);
    }

    Load(int callers, Supplier<MongoSession> sessions, Work work) {
        successes = new AtomicIntegerArray(callers);
        for (int i = 0; i < callers; i++) {
            int caller = i;
            Thread thread = new Thread(() -> run(caller, sessions, work), "fault-caller-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void run(int caller, Supplier<MongoSession> sessions, Work work) {
        try (MongoSession session = sessions.get()) {
            for (int number = 0; !ended; number++) {
                call(session, caller, number, work);
                Clock.system().parkNanos(this, PAUSE_NANOS_PER_CALLER * successes.length());
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void call(MongoSession session, int caller, int number, Work work) {
        long begun = System.nanoTime();
        try {
            work.run(session, caller, number);
            successes.incrementAndGet(caller);
        } catch (MongoException e) {
            errors.add(e);
        } finally {
            longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
        }
    }

    /** Waits until each caller has succeeded so many times more. */
    void awaitProgress(int more) {
        int[] wanted = new int[successes.length()];
        Arrays.setAll(wanted, i -> successes.get(i) + more);
        for (int i = 0; i < wanted.length; i++) {
            int caller = i;
            Eventually.isTrue(
                    "caller " + caller + " goes on",
                    PATIENCE,
                    () -> successes.get(caller) >= wanted[caller] || failure != null);
        }
        assertThat(failure).isNull();
    }

    /** Waits until callers have been told of so many errors in all. */
    void awaitErrors(int count) {
        Eventually.isTrue("callers hear of it", PATIENCE, () -> errors.size() >= count || failure != null);
    }

    /** What callers have been told so far. */
    List<MongoException> errors() {
        return List.copyOf(errors);
    }

    int succeeded() {
        int sum = 0;
        for (int i = 0; i < successes.length(); i++) {
            sum += successes.get(i);
        }
        return sum;
    }

    /** How long the longest call has taken that is over; forgets it. */
    Duration takeLongest() {
        return Duration.ofNanos(longestNanos.getAndSet(0));
    }

    /** Has them end what they do, and waits for it. */
    void end() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive())
                    .as("%s is still at it: %s", thread.getName(), List.of(thread.getStackTrace()))
                    .isFalse();
        }
        assertThat(failure).isNull();
    }

    @Override
    public void close() {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while callers end what they do", e);
        }
    }
}
