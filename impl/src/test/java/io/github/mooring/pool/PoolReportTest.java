package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a pool tells of what has happened in it. */
class PoolReportTest extends PoolFixture {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void everyLeaseIsCountedOnceHoweverTheResourceIsUsed() {
        Pool<FakeResource> pool =
                pool(CONFIG.withMaxSize(2).withSharing(Sharing.WHEN_FULL).withMaxInFlight(8));
        int expected = 0;
        for (int round = 1; round < 5; round++) {
            Lease<FakeResource> alone = pool.checkOut(NEVER);
            Lease<FakeResource> first = pool.checkOut(NEVER, Use.SHARED);
            Lease<FakeResource> second = pool.checkOut(NEVER, Use.SHARED);
            Lease<FakeResource> third = pool.checkOut(NEVER, Use.SHARED);
            expected += 4;
            assertThat(pool.report().checkOuts()).isEqualTo(expected);
            assertThat(pool.report().shared()).isEqualTo(1);
            assertThat(pool.report().stats().leases()).isEqualTo(4);
            first.close();
            third.close();
            alone.close();
            second.close();
            assertThat(pool.report().checkOuts()).isEqualTo(expected);
        }
        pool.clear(false); // the slots go, their leases stay counted

        assertThat(pool.report().checkOuts()).isEqualTo(expected);
        assertThat(pool.report().phase()).isEqualTo(PoolReport.Phase.PAUSED);
        assertThat(pool.report().created()).isEqualTo(2);
        assertThat(pool.report().closed()).containsEntry(CloseReason.STALE, 2L).containsEntry(CloseReason.IDLE, 0L);
    }

    /** Taken alone first, because it was idle for long. */
    @Test
    void aLeaseThatBeganWithACloserLookIsCountedOnce() {
        Pool<FakeResource> pool = pool(CONFIG.withMaxSize(1)
                .withSharing(Sharing.ALWAYS)
                .withMaxInFlight(8)
                .withPeekAfter(SECOND));
        for (int round = 1; round < 5; round++) {
            Lease<FakeResource> first = pool.checkOut(NEVER, Use.SHARED);
            Lease<FakeResource> second = pool.checkOut(NEVER, Use.SHARED);
            assertThat(pool.report().checkOuts()).isEqualTo(2L * round);
            first.close();
            second.close();
            time.advance(SECOND.multipliedBy(2));
        }
    }

    @Test
    void waitsAndTimeoutsAreTold() throws Exception {
        Pool<FakeResource> pool = pool(1, Duration.ofSeconds(5), Duration.ZERO);
        Lease<FakeResource> held = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiting = waiting(pool, 1);
        time.advance(SECOND);
        assertThat(pool.report().oldestWait()).isEqualTo(SECOND);
        assertThat(pool.report().longestWait()).isZero();

        held.close();
        waiting.result().close();

        assertThat(pool.report().oldestWait()).isZero();
        assertThat(pool.report().longestWait()).isEqualTo(SECOND);
        pool.forgetLongestWait();
        assertThat(pool.report().longestWait()).isZero();
        try (Lease<FakeResource> again = pool.checkOut(NEVER)) {
            assertThat(again.resource()).isNotNull();
            Cancellation gone = new Cancellation();
            gone.cancel();
            assertThatThrownBy(() -> pool.checkOut(in(Duration.ZERO))).isInstanceOf(PoolTimeoutException.class);
            assertThatThrownBy(() -> pool.checkOut(NEVER, Use.EXCLUSIVE, gone))
                    .isInstanceOf(PoolCancelledException.class);
        }
        assertThat(pool.report().failures())
                .containsEntry(CheckOutFailure.TIMEOUT, 1L)
                .containsEntry(CheckOutFailure.CONNECTION_ERROR, 1L);
    }

    @Test
    void aHolderShowsWhatItIsDoingIfItIsAsked() {
        Pool<FakeResource> pool = pool(1);
        try (Lease<FakeResource> held = pool.checkOut(NEVER)) {
            assertThat(held.resource()).isNotNull();
            assertThat(pool.holders().get(0).stack()).isEmpty();
            assertThat(pool.holdersWithStacks().get(0).stack())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("aHolderShowsWhatItIsDoingIfItIsAsked");
            assertThat(pool.report().unused()).isZero();
        }
        time.advance(SECOND);
        assertThat(pool.report().unused()).isEqualTo(SECOND);
    }
}
