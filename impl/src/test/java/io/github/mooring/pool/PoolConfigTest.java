package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PoolConfigTest {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    @Test
    void takesTheEdgesOfItsRanges() {
        assertThat(new PoolConfig(0, Duration.ZERO, Duration.ZERO).maxSize()).isZero();
        assertThat(new PoolConfig(Integer.MAX_VALUE, LONGEST, LONGEST).maxIdleTime())
                .isEqualTo(LONGEST);
    }

    @Test
    void refusesWhatLiesOutsideNamingOptionValueAndRange() {
        assertRefused(() -> new PoolConfig(-1, Duration.ZERO, Duration.ZERO), "maxSize", "-1", "0 for unlimited");
        assertRefused(() -> new PoolConfig(1, Duration.ofMillis(-5), Duration.ZERO), "waitQueueTimeout", "PT-0.005S");
        assertRefused(() -> new PoolConfig(1, Duration.ZERO, Duration.ofNanos(-1)), "maxIdleTime", "zero or more");
        assertRefused(() -> new PoolConfig(1, LONGEST.plusNanos(1), Duration.ZERO), "waitQueueTimeout", "292 years");
        assertRefused(() -> new PoolConfig(1, Duration.ZERO, LONGEST.plusNanos(1)), "maxIdleTime", "292 years");
    }

    private static void assertRefused(Runnable making, String... parts) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }
}
