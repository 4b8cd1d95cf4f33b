package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PoolConfigTest {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    @Test
    void takesTheEdgesOfItsRanges() {
        assertThat(PoolConfig.DEFAULTS
                        .withMaxSize(0)
                        .withWaitQueueTimeout(Duration.ZERO)
                        .withMaxIdleTime(Duration.ZERO)
                        .maxSize())
                .isZero();
        assertThat(PoolConfig.DEFAULTS
                        .withMaxSize(Integer.MAX_VALUE)
                        .withWaitQueueTimeout(LONGEST)
                        .withMaxIdleTime(LONGEST)
                        .maxIdleTime())
                .isEqualTo(LONGEST);
    }

    @Test
    void refusesWhatLiesOutsideNamingOptionValueAndRange() {
        assertRefused(
                () -> PoolConfig.DEFAULTS
                        .withMaxSize(-1)
                        .withWaitQueueTimeout(Duration.ZERO)
                        .withMaxIdleTime(Duration.ZERO),
                "maxSize",
                "-1",
                "0 for unlimited");
        assertRefused(
                () -> PoolConfig.DEFAULTS
                        .withMaxSize(1)
                        .withWaitQueueTimeout(Duration.ofMillis(-5))
                        .withMaxIdleTime(Duration.ZERO),
                "waitQueueTimeout",
                "PT-0.005S");
        assertRefused(
                () -> PoolConfig.DEFAULTS
                        .withMaxSize(1)
                        .withWaitQueueTimeout(Duration.ZERO)
                        .withMaxIdleTime(Duration.ofNanos(-1)),
                "maxIdleTime",
                "zero or more");
        assertRefused(
                () -> PoolConfig.DEFAULTS
                        .withMaxSize(1)
                        .withWaitQueueTimeout(LONGEST.plusNanos(1))
                        .withMaxIdleTime(Duration.ZERO),
                "waitQueueTimeout",
                "292 years");
        assertRefused(
                () -> PoolConfig.DEFAULTS
                        .withMaxSize(1)
                        .withWaitQueueTimeout(Duration.ZERO)
                        .withMaxIdleTime(LONGEST.plusNanos(1)),
                "maxIdleTime",
                "292 years");
    }

    private static void assertRefused(Runnable making, String... parts) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }
}
