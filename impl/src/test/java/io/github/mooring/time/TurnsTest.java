package io.github.mooring.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();

    @Test
    void anEntryRunsOnce() {
        long turn = turns.next();

        assertThat(turns.begin(turn)).isTrue();
        assertThat(turns.begin(turn)).isFalse();
    }

    @Test
    void onlyTheLastEntryCounts() {
        long first = turns.next();
        assertThat(turns.hurry()).as("it is to be scheduled now").isTrue();
        long second = turns.next();

        assertThat(turns.begin(first)).isFalse();
        assertThat(turns.begin(second)).isTrue();
    }

    @Test
    void hurryingTwiceIsHurryingOnce() {
        turns.next();

        assertThat(turns.hurry()).isTrue();
        assertThat(turns.hurry()).isFalse();
    }

    @Test
    void whatIsWantedDuringARunFollowsWithoutAPause() {
        assertThat(turns.begin(turns.next())).isTrue();

        assertThat(turns.hurry()).as("it comes by itself").isFalse();
        assertThat(turns.pause(1_000)).isZero();
        assertThat(turns.begin(turns.next())).isTrue();
        assertThat(turns.pause(1_000)).as("the wish is fulfilled").isEqualTo(1_000);
    }
}
