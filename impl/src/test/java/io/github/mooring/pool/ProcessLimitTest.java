package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessLimitTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "2, 1",
        "3, 2",
        "10, 5",
        "40, 20",
        "99, 50",
        "100, 50",
        "149, 99",
        "150, 100",
        "256, 206",
        "500, 450",
        "1024, 922",
        "4096, 3687",
        "65536, 58983",
        "1048576, 943719",
        "9223372036854775807, 2147483646"
    })
    @DisplayName("C1 F20 the budget is the limit less a reserve")
    void theBudgetIsTheLimitLessAReserve(long limit, int capacity) {
        assertThat(new ProcessLimit(limit).capacity()).isEqualTo(capacity);
    }

    @Test
    @DisplayName("F20 a larger limit never gives a smaller budget")
    void aLargerLimitNeverGivesASmallerBudget() {
        int before = 0;
        for (long limit = 1; limit <= 5000; limit++) {
            int capacity = new ProcessLimit(limit).capacity();
            assertThat(capacity).as("with %d descriptors", limit).isBetween(Math.max(1, before), (int) limit);
            before = capacity;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    @DisplayName("C1 a platform that does not tell has nine hundred")
    void aPlatformThatDoesNotTellHasNineHundred(long limit) {
        ProcessLimit unknown = new ProcessLimit(limit);

        assertThat(unknown.capacity()).isEqualTo(900);
        assertThat(unknown.derivation()).isEqualTo("the platform does not tell the limit of descriptors, 900 assumed");
    }

    @Test
    void theTextSaysHowItCameAbout() {
        assertThat(new ProcessLimit(1024).derivation())
                .isEqualTo("from the process limit of 1024 descriptors, 102 left to others");
        assertThat(Budget.of(new ProcessLimit(1024)))
                .hasToString("the budget of 922 (from the process limit of 1024 descriptors, 102 left to others)");
    }

    @Test
    @DisplayName("C1 F20 the process has one budget, below its limit")
    void theProcessHasOneBudgetBelowItsLimit() {
        Budget budget = Budget.ofProcess();
        ProcessLimit limit = ProcessLimit.read();

        assertThat(budget).isSameAs(Budget.ofProcess());
        assertThat(budget.stats().capacity()).isEqualTo(limit.capacity()).isPositive();
        if (limit.isKnown()) {
            assertThat((long) budget.stats().capacity()).isLessThanOrEqualTo(limit.limit());
        }
        assertThat(budget.toString()).contains("" + limit.capacity());
    }
}
