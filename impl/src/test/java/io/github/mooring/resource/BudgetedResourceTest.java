package io.github.mooring.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.pool.Lease;
import io.github.mooring.pool.PoolTimeoutException;
import io.github.mooring.resource.Things.Thing;
import io.github.mooring.time.Caller;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Things on a shared budget: what {@code resourcepool} promises, and what it does not keep. */
class BudgetedResourceTest extends BudgetedResourceFixture {
    @Test
    @DisplayName("R2 there may be any number of resources, and making one makes nothing")
    void makingOneMakesNothing() {
        for (int i = 0; i < 1000; i++) {
            resource("number " + i);
        }

        assertThat(things.made).hasValue(0);
        assertThat(budget.stats().inUse()).isZero();
        assertThat(one.toString()).startsWith("one (max=1 inUse=0");
    }

    @Test
    @DisplayName("R2 a closed one is not asked for room any more, and serves nobody")
    void aClosedOneServesNobody() {
        one.checkOut(NEVER).release();

        one.close();
        one.close();

        assertThat(things.ended).containsExactly(1);
        assertThatThrownBy(() -> one.checkOut(NEVER)).hasMessageContaining("closed");
    }

    @Test
    @DisplayName("R3 R4 what was put back is still there for the next")
    void whatWasPutBackIsStillThereForTheNext() {
        for (int i = 0; i < 5; i++) {
            Lease<Thing> lease = one.checkOut(NEVER);
            assertThat(one.stats().inUse()).isEqualTo(1);
            assertThat(lease.release()).isTrue();
        }

        assertThat(things.made).hasValue(1);
        assertThat(one.stats().inUse()).isZero();
        assertThat(one.stats().idle()).isEqualTo(1);
        assertThat(budget.stats().inUse()).as("still allocated").isEqualTo(1);
    }

    @Test
    @DisplayName("R4 F12 F19 a second put says so and takes nothing from the next user")
    void aSecondPutSaysSoAndTakesNothingFromTheNextUser() {
        Lease<Thing> stale = one.checkOut(NEVER);
        assertThat(stale.release()).isTrue();
        assertThat(stale.release()).isFalse();
        Lease<Thing> next = one.checkOut(NEVER);

        assertThat(stale.release()).isFalse();
        assertThat(stale.discard()).isFalse();
        stale.close();

        assertThatThrownBy(stale::resource).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one.checkOut(now()))
                .as("the next user has it still")
                .isInstanceOf(PoolTimeoutException.class);
        next.resource().use();
        assertThat(next.release()).isTrue();
    }

    @Test
    @DisplayName("R4 a put wakes one who waits for this very thing, in order")
    void aPutWakesTheFirstWhoWaits() throws Exception {
        Lease<Thing> lease = one.checkOut(NEVER);
        Caller<Integer> first = user(one);
        Await.waiting(one::stats, 1);
        Caller<Integer> second = user(one);
        Await.waiting(one::stats, 2);

        lease.release();

        assertThat(first.result()).isEqualTo(1);
        assertThat(second.result()).isEqualTo(1);
        assertThat(things.made).hasValue(1);
    }

    @Test
    @DisplayName("R5 a release ends the thing at once, and a put after it does nothing")
    void aReleaseEndsTheThingAtOnce() {
        Lease<Thing> lease = one.checkOut(NEVER);

        assertThat(lease.discard()).isTrue();

        assertThat(things.ended).containsExactly(1);
        assertThat(budget.stats().inUse()).isZero();
        assertThat(lease.release()).isFalse();
        assertThat(lease.discard()).isFalse();
        one.checkOut(NEVER).release();
        assertThat(things.made).hasValue(2);
    }

    @Test
    @DisplayName("R5 R8 what the releaser throws is counted, and the permit comes back")
    void whatTheReleaserThrowsIsCounted() {
        things.whileEnding = () -> {
            throw new IllegalStateException("on purpose");
        };

        assertThat(one.checkOut(NEVER).discard()).isTrue();
        one.checkOut(NEVER).release();
        two.checkOut(NEVER).release();
        three.checkOut(NEVER).release(); // ends what is idle in one of them

        things.whileEnding = () -> {};
        assertThat(one.stats().destroyFailures() + two.stats().destroyFailures())
                .isEqualTo(2);
        assertThat(budget.stats().inUse()).isEqualTo(2);
    }

    @Test
    @DisplayName("R6 F9 a scheduled release ends this thing, once, and none of the later ones")
    void aScheduledReleaseEndsThisThingOnly() {
        Lease<Thing> lease = one.checkOut(NEVER);
        one.scheduleRelease();
        one.scheduleRelease();
        lease.resource().use();
        assertThat(things.ended).as("still in use").isEmpty();

        assertThat(lease.release()).isTrue();
        assertThat(things.ended).containsExactly(1);

        for (int i = 0; i < 4; i++) {
            one.checkOut(NEVER).release();
        }
        assertThat(things.made).as("one for all four").hasValue(2);
        assertThat(one.stats().idle()).isEqualTo(1);
    }

    @Test
    @DisplayName("R6 a scheduled release of what is idle ends it at once")
    void aScheduledReleaseOfWhatIsIdleEndsItAtOnce() {
        one.checkOut(NEVER).release();

        one.scheduleRelease();

        assertThat(things.ended).containsExactly(1);
        assertThat(budget.stats().inUse()).isZero();
    }

    @Test
    @DisplayName("R6 F13 a scheduled release of what was never there poisons nothing")
    void aScheduledReleaseOfWhatWasNeverTherePoisonsNothing() {
        one.scheduleRelease();

        one.checkOut(NEVER).release();
        one.checkOut(NEVER).release();

        assertThat(things.made).hasValue(1);
        assertThat(things.ended).isEmpty();
    }

    @Test
    @DisplayName("R6 F13 a release that races with one who waits costs neither a permit nor the waiter")
    void aReleaseThatRacesWithOneWhoWaitsCostsNothing() throws Exception {
        for (int round = 0; round < 300; round++) {
            Lease<Thing> lease = one.checkOut(NEVER);
            Caller<Integer> waiter = user(one);
            Caller<Void> scheduler = Caller.start(() -> {
                one.scheduleRelease();
                return null;
            });

            boolean ended = round % 2 == 0 ? lease.discard() : lease.release();

            assertThat(ended).isTrue();
            assertThat(waiter.result()).isPositive();
            scheduler.result();
            assertThat(one.stats().inUse()).isZero();
            assertThat(one.stats().size()).as("things there").isEqualTo(things.alive.get());
        }
    }
}
