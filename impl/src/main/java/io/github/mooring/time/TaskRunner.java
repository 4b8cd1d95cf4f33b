package io.github.mooring.time;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Runs what has to happen in the background; thread-safe.
 *
 * <p>This is the seam between the library and whoever owns the threads: a daemon scheduler outside a container,
 * {@code WorkManager} and timers inside one, a deterministic runner in tests. A task never overlaps itself, and what it
 * throws ends neither the task nor the runner.
 */
public interface TaskRunner {
    /**
     * Repeats a task that neither blocks nor does I/O.
     *
     * @param name   says what it is for, in thread names and dumps
     * @param period from the end of one run to the start of the next, more than zero; the first run comes at once, in
     *     the background
     */
    Task repeat(String name, Duration period, Runnable task);

    /** Repeats a task that may block, on a thread that may be blocked; otherwise as {@link #repeat}. */
    Task repeatBlocking(String name, Duration period, Runnable task);

    /**
     * Repeats a task that may block, and that says after each run how long it wants to pause; otherwise as
     * {@link #repeatBlocking}.
     *
     * @param retry how long to pause after a run that throws, or that found no thread; more than zero
     * @param task  returns the time until its next run, not negative
     */
    Task paceBlocking(String name, Duration retry, Supplier<Duration> task);

    /** A repeated task. */
    interface Task {
        /**
         * Asks for a run that begins later than this call, without the pause that is left. Until that run begins, asking
         * again changes nothing; of a task that is running it means another run right after this one. Does not block; of
         * no effect once cancelled.
         */
        void runSoon();

        /** Ends the repetition; a run under way goes on. Idempotent. */
        void cancel();
    }
}
