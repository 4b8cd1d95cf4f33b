package io.github.mooring.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final ManualClock time = new ManualClock();
    private final Clock clock = time.clock();

    @Test
    void countsDownAndGoesBelowZero() {
        Deadline deadline = Deadline.after(clock, Duration.ofNanos(10));

        assertThat(deadline.remainingNanos()).isEqualTo(10);
        time.advance(Duration.ofNanos(9));
        assertThat(deadline.remainingNanos()).isEqualTo(1);
        assertThat(deadline.isExpired()).isFalse();
        time.advance(Duration.ofNanos(1));
        assertThat(deadline.isExpired()).isTrue();
        time.advance(Duration.ofNanos(5));
        assertThat(deadline.remainingNanos()).isEqualTo(-5);
        assertThat(deadline.elapsed()).isEqualTo(Duration.ofNanos(15));
        assertThat(deadline.budget()).isEqualTo(Duration.ofNanos(10));
    }

    @Test
    void survivesTheOverflowOfTheClock() {
        Deadline deadline = Deadline.after(clock, Duration.ofSeconds(3));

        time.advance(Duration.ofSeconds(2)); // the clock is negative now

        assertThat(clock.nanoTime()).isNegative();
        assertThat(deadline.remainingNanos()).isEqualTo(1_000_000_000);
        assertThat(deadline.elapsed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void takesTheLongestBudgetAndRefusesALongerOne() {
        Deadline deadline = Deadline.after(clock, LONGEST);

        time.advance(Duration.ofSeconds(5));
        assertThat(deadline.remainingNanos()).isEqualTo(Long.MAX_VALUE - 5_000_000_000L);
        assertThat(deadline.remainingMillis()).isPositive().isLessThan(Long.MAX_VALUE / 1_000_000);
        assertThat(deadline.isNever()).isFalse();
        assertThatThrownBy(() -> Deadline.after(clock, LONGEST.plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("292 years")
                .hasMessageContaining(LONGEST.plusNanos(1).toString());
    }

    @Test
    void refusesANegativeBudget() {
        assertThatThrownBy(() -> Deadline.after(clock, Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.001S");
        assertThatThrownBy(() -> Deadline.never().orWithin(clock, Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasExpiredAtOnceWhenTheBudgetIsZero() {
        Deadline deadline = Deadline.after(clock, Duration.ZERO);

        assertThat(deadline.isExpired()).isTrue();
        assertThat(deadline.remainingNanos()).isZero();
        assertThat(deadline.isNever()).isFalse();
    }

    @Test
    void neverComesWhenZeroStandsForNoLimit() {
        assertThat(Deadline.afterOrNever(clock, Duration.ZERO).isNever()).isTrue();
        assertThat(Deadline.afterOrNever(clock, Duration.ofNanos(1)).isNever()).isFalse();
    }

    @Test
    void neverMeansNever() {
        Deadline never = Deadline.never();

        assertThat(never.isExpired()).isFalse();
        assertThat(never.remainingNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(never.remainingMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(never.elapsed()).isZero();
        assertThat(never.budget()).isZero();
        assertThat(never).hasToString("no deadline");
    }

    @Test
    void roundsMillisecondsUpUntilItHasPassed() {
        Deadline deadline = Deadline.after(clock, Duration.ofNanos(2_000_001));

        assertThat(deadline.remainingMillis()).isEqualTo(3);
        time.advance(Duration.ofNanos(1));
        assertThat(deadline.remainingMillis()).isEqualTo(2);
        time.advance(Duration.ofNanos(1_999_999));
        assertThat(deadline.remainingMillis()).isEqualTo(1);
        assertThat(deadline).hasToString("1 of 2 ms left");
        time.advance(Duration.ofNanos(1));
        assertThat(deadline.remainingMillis()).isZero();
        time.advance(Duration.ofSeconds(1));
        assertThat(deadline.remainingMillis()).isZero();
    }

    @Test
    void orWithinAnswersTheEarlierOne() {
        Deadline deadline = Deadline.after(clock, Duration.ofMillis(100));

        assertThat(deadline.orWithin(clock, Duration.ofMillis(99)).remainingMillis())
                .isEqualTo(99);
        assertThat(deadline.orWithin(clock, Duration.ofMillis(100))).isSameAs(deadline);
        assertThat(deadline.orWithin(clock, Duration.ofMillis(101))).isSameAs(deadline);
        assertThat(deadline.orWithin(clock, Duration.ZERO)).isSameAs(deadline);
        assertThat(Deadline.never().orWithin(clock, Duration.ZERO).isNever()).isTrue();
        assertThat(Deadline.never().orWithin(clock, Duration.ofMillis(7)).remainingMillis())
                .isEqualTo(7);
    }

    @Test
    void orWithinCountsFromTheMomentOfTheCall() {
        Deadline deadline = Deadline.after(clock, Duration.ofMillis(100));
        time.advance(Duration.ofMillis(60));

        assertThat(deadline.orWithin(clock, Duration.ofMillis(50))).isSameAs(deadline);
        assertThat(deadline.orWithin(clock, Duration.ofMillis(30)).remainingMillis())
                .isEqualTo(30);
    }
}
