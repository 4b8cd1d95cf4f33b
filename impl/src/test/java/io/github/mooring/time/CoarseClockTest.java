package io.github.mooring.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CoarseClockTest {
    private final ManualClock time = new ManualClock();

    @Test
    void standsStillBetweenTicks() {
        CoarseClock coarse = CoarseClock.of(time.clock());
        long start = time.nanoTime();
        time.advance(Duration.ofSeconds(5));

        assertThat(coarse.nanoTime()).isEqualTo(start);
        coarse.tick();

        assertThat(coarse.nanoTime()).isEqualTo(time.nanoTime());
    }

    @Test
    void isNeverLateIfItIsExact() {
        CoarseClock coarse = CoarseClock.exact(time.clock());
        time.advance(Duration.ofSeconds(5));

        assertThat(coarse.nanoTime()).isEqualTo(time.nanoTime());
    }
}
