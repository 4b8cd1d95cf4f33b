package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTripTimeTest {
    @Test
    void theFirstMeasurementIsTheAverageAndEachFurtherOneHasAFifthOfTheWeight() {
        RoundTripTime first = new RoundTripTime(Duration.ofMillis(10));

        assertThat(first.average()).isEqualTo(Duration.ofMillis(10));
        assertThat(first.with(Duration.ofMillis(20)).average()).isEqualTo(Duration.ofMillis(12));
        assertThat(first.with(Duration.ZERO).average()).isEqualTo(Duration.ofMillis(8));
    }

    @Test
    void theAverageFollowsADelayThatStays() {
        RoundTripTime time = new RoundTripTime(Duration.ofMillis(1));
        for (int i = 0; i < 50; i++) {
            time = time.with(Duration.ofMillis(101));
        }

        assertThat(time.average()).isBetween(Duration.ofMillis(100), Duration.ofMillis(101));
    }

    @Test
    void negativeMeasurementsAreRefused() {
        Duration negative = Duration.ofNanos(-1);
        RoundTripTime none = new RoundTripTime(Duration.ZERO);

        assertThatIllegalArgumentException().isThrownBy(() -> new RoundTripTime(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> none.with(negative));
    }

    @Test
    void aServerThatFailsLosesItsRoundTripTime() {
        assertThat(ServerDescription.failed(Servers.address("a"), "connection refused", 1)
                        .roundTrip())
                .isNull();
    }
}
