package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How silence is counted: two seconds are the limit, and somebody looks ten times a second. */
class SilenceTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ManualClock clock = new ManualClock();
    private final Silence silence = new Silence(LIMIT, clock.clock());

    private void look(boolean awaited, boolean spoken) {
        clock.advance(LOOK);
        silence.look(awaited, spoken);
    }

    private void silentLooks(int count) {
        for (int i = 0; i < count; i++) {
            look(true, false);
        }
    }

    @Test
    void oneLooksAtMostTenTimesWithinTheLimitAndAtLeastTenTimesInASecond() {
        assertThat(Silence.period(Duration.ofMillis(500))).isEqualTo(Duration.ofMillis(50));
        assertThat(Silence.period(Duration.ofMinutes(1))).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void afterHalfOfTheLimitItIsTimeToAskAndTheOtherHalfIsLeft() {
        silentLooks(9);
        assertThat(silence.isSuspicious()).isFalse();

        silentLooks(1);

        assertThat(silence.isSuspicious()).isTrue();
        assertThat(silence.left()).isEqualTo(Duration.ofSeconds(1));
        assertThat(silence.isTooLong()).isFalse();
    }

    @Test
    void whatIsSaidBetweenTwoLooksCountsAsSaidAtTheFirst() {
        look(true, true);
        silentLooks(19);

        assertThat(silence.left())
                .as("nobody is held for longer than the limit")
                .isZero();
        assertThat(silence.isTooLong()).isTrue();
    }

    @Test
    void whoIsNotWaitedForMayBeSilent() {
        for (int i = 0; i < 100; i++) {
            look(false, false);
        }

        assertThat(silence.isSuspicious()).isFalse();
        assertThat(silence.isTooLong()).isFalse();
        silentLooks(9);
        assertThat(silence.isSuspicious()).as("nine looks, and the one before").isTrue();
    }

    @Test
    void aWordEndsTheSilence() {
        silentLooks(19);
        look(true, true);

        assertThat(silence.isSuspicious()).isFalse();
        silentLooks(8);
        assertThat(silence.isSuspicious()).isFalse();
        silentLooks(1);
        assertThat(silence.isSuspicious()).isTrue();
    }

    @Test
    void timeInWhichNobodyHasLookedDoesNotCount() {
        silentLooks(5);
        clock.advance(Duration.ofSeconds(60));
        assertThat(silence.isTooLong()).as("the process stood still").isFalse();

        silence.look(true, false);

        assertThat(silence.isSuspicious()).isFalse();
        assertThat(silence.left()).isEqualTo(LIMIT.minusMillis(700));
    }

    @Test
    void aVerdictThatComesFarTooLateIsNone() {
        silentLooks(22);
        assertThat(silence.isTooLong()).isTrue();

        silentLooks(1);

        assertThat(silence.isTooLong()).isFalse();
    }
}
