package io.github.mooring.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.pool.Budget;
import io.github.mooring.pool.BudgetTimeoutException;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.PoolCancelledException;
import io.github.mooring.pool.PoolInterruptedException;
import io.github.mooring.pool.PoolTimeoutException;
import io.github.mooring.resource.Things.Thing;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Things on a shared budget: what {@code resourcepool} promises, and what it does not keep. */
@Timeout(60)
class BudgetedResourceTest {
    private static final Clock CLOCK = Clock.system();
    private static final Deadline NEVER = Deadline.never();

    private final Budget budget = Budget.of(2);
    private final Things things = new Things();
    private final List<BudgetedResource<Thing>> resources = new ArrayList<>();
    private final BudgetedResource<Thing> one = resource("one");
    private final BudgetedResource<Thing> two = resource("two");
    private final BudgetedResource<Thing> three = resource("three");

    @AfterEach
    void everythingIsAccountedFor() {
        assertThat(budget.stats().inUse()).as("permits out").isEqualTo(things.alive.get());
        resources.forEach(BudgetedResource::close);
        assertThat(things.alive).hasValue(0);
        assertThat(budget.stats().inUse()).isZero();
        assertThat(budget.stats().waiting()).isZero();
        assertThat(things.mostAlive.get()).isLessThanOrEqualTo(2);
    }

    private BudgetedResource<Thing> resource(String name) {
        BudgetedResource<Thing> made = new BudgetedResource<>(name, things, budget, CLOCK);
        resources.add(made);
        return made;
    }

    /** A deadline for a caller that will not wait. */
    private static Deadline now() {
        return Deadline.after(CLOCK, Duration.ZERO);
    }

    private static Deadline soon() {
        return Deadline.after(CLOCK, Duration.ofMillis(20));
    }

    private static Cancellation cancelled() {
        Cancellation token = new Cancellation();
        token.cancel();
        return token;
    }

    /** Takes one thing after the other out of the way: nothing is idle and no permit is free. */
    private List<Lease<Thing>> exhaust() {
        return List.of(one.checkOut(NEVER), two.checkOut(NEVER));
    }

    private Caller<Integer> user(BudgetedResource<Thing> resource) {
        return Caller.start(() -> {
            try (Lease<Thing> lease = resource.checkOut(NEVER)) {
                lease.resource().use();
                return lease.resource().id;
            }
        });
    }

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

    @Test
    @DisplayName("R3 F17 the idle thing that was used least recently makes room")
    void theLeastRecentlyUsedMakesRoom() {
        ManualClock time = new ManualClock();
        List<BudgetedResource<Thing>> three = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            BudgetedResource<Thing> made = new BudgetedResource<>(name, things, budget, time.clock());
            resources.add(made);
            three.add(made);
        }

        for (int use : new int[] {0, 1, 0, 2}) {
            three.get(use).checkOut(NEVER).release();
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(things.ended).as("what was in b").containsExactly(2);
        assertThat(three.get(0).stats().idle()).isEqualTo(1);
        assertThat(budget.stats().evicted()).isEqualTo(1);
    }

    @Test
    @DisplayName("R3 F19 each wait that is in vain has an error of its own")
    void eachWaitThatIsInVainHasAnErrorOfItsOwn() {
        List<Lease<Thing>> leases = exhaust();

        assertThatThrownBy(() -> one.checkOut(now()))
                .as("somebody else uses it")
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("pool one");
        assertThatThrownBy(() -> three.checkOut(soon()))
                .as("there is no room for it")
                .isInstanceOf(BudgetTimeoutException.class)
                .hasMessageContaining("the budget of 2")
                .hasMessageContaining("inUse=2");
        assertThatThrownBy(() -> one.checkOut(NEVER, cancelled())).isInstanceOf(PoolCancelledException.class);
        assertThatThrownBy(() -> three.checkOut(NEVER, cancelled())).isInstanceOf(PoolCancelledException.class);
        for (BudgetedResource<Thing> resource : List.of(one, three)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> resource.checkOut(NEVER)).isInstanceOf(PoolInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        leases.forEach(Lease::release);
    }

    @Test
    @DisplayName("R7 F16 not to wait may be said as often as one likes, and takes what needs no wait")
    void notToWaitMayBeSaidAsOftenAsOneLikes() {
        List<Lease<Thing>> leases = exhaust();
        Deadline zero = now();
        Cancellation token = cancelled();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> one.checkOut(zero)).isInstanceOf(PoolTimeoutException.class);
            assertThatThrownBy(() -> one.checkOut(NEVER, token)).isInstanceOf(PoolCancelledException.class);
            assertThatThrownBy(() -> three.checkOut(NEVER, token)).isInstanceOf(PoolCancelledException.class);
        }
        leases.forEach(Lease::release);
        one.checkOut(zero).release();
        one.checkOut(NEVER, token).release();
        three.checkOut(NEVER, token).release(); // room is made for it
    }

    @Test
    @DisplayName("R7 without any time left nothing is made")
    void withoutAnyTimeLeftNothingIsMade() {
        assertThatThrownBy(() -> one.checkOut(now()))
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("nothing was created");

        assertThat(things.made).hasValue(0);
        assertThat(budget.stats().inUse()).isZero();
    }

    @Test
    @DisplayName("R3 F18 what goes wrong while a thing is made comes as it is and costs no permit")
    void whatGoesWrongWhileAThingIsMadeCostsNoPermit() {
        List<Throwable> all =
                List.of(new IllegalStateException("on purpose"), new StackOverflowError(), new NoClassDefFoundError());
        for (Throwable wrong : all) {
            things.whileMaking = () -> {
                if (wrong instanceof Error e) {
                    throw e;
                }
                throw (RuntimeException) wrong;
            };
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> one.checkOut(NEVER)).isSameAs(wrong);
                assertThat(budget.stats().inUse()).isZero();
                assertThat(one.stats().size()).isZero();
            }
        }
        things.whileMaking = () -> {};
        exhaust().forEach(Lease::release);
    }

    @Test
    @DisplayName("R5 R9 F10 what is being ended has its permit until that is done, and who needs it waits")
    void whatIsBeingEndedHasItsPermitUntilThatIsDone() throws Exception {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<Lease<Thing>> leases = exhaust();
        leases.get(0).release();
        things.whileEnding = () -> {
            ending.countDown();
            Things.await(end);
        };
        Caller<Void> releaser = Caller.start(() -> {
            one.scheduleRelease();
            return null;
        });
        Things.await(ending);

        Caller<Integer> getter = user(three);
        Await.until("it waits for the budget", () -> budget.stats().waiting() == 1);
        assertThat(budget.stats().inUse()).isEqualTo(2);
        assertThat(things.made).hasValue(2);

        things.whileEnding = () -> {};
        end.countDown();
        releaser.result();
        assertThat(getter.result()).isEqualTo(3);
        leases.get(1).release();
    }

    @Test
    @DisplayName("R5 F11 a new thing is made once the old one has ended, and not before")
    void aNewThingIsMadeOnceTheOldOneHasEnded() throws Exception {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Lease<Thing> lease = one.checkOut(NEVER);
        things.whileEnding = () -> {
            ending.countDown();
            Things.await(end);
        };
        Caller<Boolean> releaser = Caller.start(lease::discard);
        Things.await(ending);

        Caller<Integer> next = user(one);
        Await.waiting(one::stats, 1);
        assertThat(things.made).as("the old one is still being ended").hasValue(1);

        end.countDown();
        assertThat(releaser.result()).isTrue();
        assertThat(next.result()).isEqualTo(2);
        assertThat(things.ended).containsExactly(1);
    }

    @Test
    @DisplayName("R8 a factory that uses its own resource waits for itself, until its deadline and no longer")
    void aFactoryThatUsesItsOwnResourceWaitsUntilItsDeadline() {
        things.whileMaking = () -> {
            things.whileMaking = () -> {};
            assertThatThrownBy(() -> one.checkOut(Deadline.after(CLOCK, Duration.ofMillis(20))))
                    .isInstanceOf(PoolTimeoutException.class);
        };

        one.checkOut(NEVER).release();

        assertThat(things.made).hasValue(1);
    }

    @Test
    @DisplayName("R9 who waits for room is served in order, by whatever becomes idle")
    void whoWaitsForRoomIsServedInOrder() throws Exception {
        List<Lease<Thing>> leases = exhaust();
        BudgetedResource<Thing> four = resource("four");
        Caller<Integer> first = user(three);
        Await.until("one waits", () -> budget.stats().waiting() == 1);
        Caller<Integer> second = user(four);
        Await.until("two wait", () -> budget.stats().waiting() == 2);

        leases.get(0).release();

        assertThat(first.result()).as("the third thing that is made").isEqualTo(3);
        assertThat(second.result()).isEqualTo(4);
        leases.get(1).release();
    }
}
