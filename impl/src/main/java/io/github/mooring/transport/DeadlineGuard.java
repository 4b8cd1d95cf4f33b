package io.github.mooring.transport;

import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Says until when one blocking step may take, and settles who ended it: the thread that takes the step, or the watchdog
 * that found it overdue. Exactly one of them wins, so a step that ended in time is never taken for an aborted one.
 */
final class DeadlineGuard {
    private static final Deadline ABORTED = Deadline.after(Clock.system(), Duration.ZERO);

    /** The deadline of the step under way; never if there is none, or it may take for ever; ABORTED for good. */
    private final AtomicReference<Deadline> current = new AtomicReference<>(Deadline.never());

    /** Before the step, by its thread. A guard that was aborted stays so. */
    void begin(Deadline deadline) {
        current.compareAndSet(Deadline.never(), deadline);
    }

    /** After the step, by its thread, however it ended; false if it was aborted. */
    boolean end(Deadline deadline) {
        return current.compareAndSet(deadline, Deadline.never());
    }

    /** By the watchdog: true, once, if the step is overdue and has to be aborted now. */
    boolean abortIfOverdue() {
        Deadline deadline = Objects.requireNonNull(current.get());
        return deadline != ABORTED && deadline.isExpired() && current.compareAndSet(deadline, ABORTED);
    }

    boolean isAborted() {
        return current.get() == ABORTED;
    }
}
