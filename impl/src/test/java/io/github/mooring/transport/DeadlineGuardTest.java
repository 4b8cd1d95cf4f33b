package io.github.mooring.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineGuardTest {
    private final AtomicLong now = new AtomicLong();
    private final Clock clock = Clock.of(now::get, (lock, condition, nanos) -> 0);
    private final DeadlineGuard guard = new DeadlineGuard();

    @Test
    void stepThatEndsInTimeIsNotAborted() {
        Deadline deadline = Deadline.after(clock, Duration.ofMillis(5));

        guard.begin(deadline);
        assertThat(guard.abortIfOverdue()).isFalse();
        assertThat(guard.end(deadline)).isTrue();
        now.addAndGet(Duration.ofMillis(6).toNanos());

        assertThat(guard.abortIfOverdue()).isFalse();
        assertThat(guard.isAborted()).isFalse();
    }

    @Test
    void overdueStepIsAbortedOnceAndForGood() {
        Deadline deadline = Deadline.after(clock, Duration.ofMillis(5));
        guard.begin(deadline);
        now.addAndGet(Duration.ofMillis(5).toNanos());

        assertThat(guard.abortIfOverdue()).isTrue();
        assertThat(guard.abortIfOverdue()).isFalse();
        assertThat(guard.end(deadline)).isFalse();
        guard.begin(Deadline.never());

        assertThat(guard.isAborted()).isTrue();
    }

    @Test
    void stepWithoutDeadlineIsLeftAlone() {
        guard.begin(Deadline.never());
        now.addAndGet(Duration.ofDays(365).toNanos());

        assertThat(guard.abortIfOverdue()).isFalse();
        assertThat(guard.end(Deadline.never())).isTrue();
    }
}
