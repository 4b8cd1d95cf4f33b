package io.github.mooring.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.pool.BudgetTimeoutException;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.PoolCancelledException;
import io.github.mooring.pool.PoolInterruptedException;
import io.github.mooring.pool.PoolTimeoutException;
import io.github.mooring.resource.Things.Thing;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a resource comes by a permit: who makes room, who waits, and what goes wrong meanwhile. */
class BudgetedResourceRoomTest extends BudgetedResourceFixture {
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
