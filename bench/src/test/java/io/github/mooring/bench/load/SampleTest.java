package io.github.mooring.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.HdrHistogram.IntCountsHistogram;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void theMedianIsTheMiddleOrHalfWayBetweenTheTwoInTheMiddle() {
        assertThat(Sample.of(3, 1, 2).median()).isEqualTo(2);
        assertThat(Sample.of(4, 1, 2, 3).median()).isEqualTo(2.5);
        assertThat(Sample.of(3, 1, 2).spread()).isEqualTo("2.00 (1.00 to 3.00)");
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        Sample ratios = Sample.ratios(
                List.of(round(300), round(800), round(200)),
                List.of(round(100), round(800), round(100)),
                Round::opsPerSecond);

        assertThat(ratios.spread()).isEqualTo("2.00 (1.00 to 3.00)");
    }

    @Test
    void nothingAndRoundsThatDoNotBelongTogetherAreRefused() {
        assertThatThrownBy(() -> Sample.of()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sample.ratios(List.of(round(1)), List.of(), Round::opsPerSecond))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 rounds of one and 0 of the other");
    }

    @Test
    void ofThePoolsThatAreNoSmallerThanTheThreadsTheSmallestIsMeasured() {
        assertThat(Point.of(List.of(1, 4, 64), List.of(1, 4, 16, 100)))
                .containsExactly(
                        new Point(1, 1),
                        new Point(4, 1),
                        new Point(4, 4),
                        new Point(64, 1),
                        new Point(64, 4),
                        new Point(64, 16),
                        new Point(64, 100));
    }

    private static Round round(double opsPerSecond) {
        return new Round(opsPerSecond, new IntCountsHistogram(2), 1, 2, 3, 4, 5, 0.6);
    }
}
