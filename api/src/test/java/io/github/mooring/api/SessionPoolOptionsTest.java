package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionPoolOptionsTest {
    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10_001})
    @DisplayName("J1 a pool without sessions is refused, not taken for one of 1")
    void aNumberOfSessionsThatMakesNoSenseIsRefused(int maxSessions) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionPoolOptions.DEFAULTS.maxSessions(maxSessions))
                .withMessage("maxSessions is " + maxSessions
                        + ", allowed is 1 to 10000; a pool without sessions could not give any");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1L + Integer.MAX_VALUE})
    void timesOutOfRangeAreRefusedByName(long millis) {
        Duration time = Duration.ofMillis(millis);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionPoolOptions.DEFAULTS.probePeriod(time))
                .withMessageStartingWith("probePeriod is " + time + ", allowed is 1 to 2147483647 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionPoolOptions.DEFAULTS.probeTimeout(time))
                .withMessageStartingWith("probeTimeout is " + time + ", allowed is 1 to 2147483647 ms");
    }

    @Test
    void eachMethodChangesOneThing() {
        SessionPoolListener listener = new SessionPoolListener() {};

        assertThat(SessionPoolOptions.DEFAULTS
                        .maxSessions(1)
                        .probePeriod(Duration.ofMillis(1))
                        .probeTimeout(Duration.ofMillis(2))
                        .listener(listener))
                .isEqualTo(new SessionPoolOptions(1, Duration.ofMillis(1), Duration.ofMillis(2), listener));
        assertThat(SessionPoolOptions.DEFAULTS.probePeriod()).as("mgosession's").isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatIsNeitherReadyNorBrokenIsEmpty() {
        assertThat(new SessionPoolStatistics(5, 2, 1, 0, 3, 4, 0, 0, 0).empty()).isEqualTo(2);
    }
}
