package io.github.mooring.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.pool.Budget;
import io.github.mooring.pool.Lease;
import io.github.mooring.resource.Things.Thing;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many threads use things on one budget, for longer than it would take to lose one permit in a hundred. */
@Timeout(300)
class BudgetedResourceStressTest {
    private static final Clock CLOCK = Clock.system();
    private static final int CYCLES = 1001;

    private final Things things = new Things();

    @ParameterizedTest(name = "{0} resources on {1} permits, {2} threads")
    @CsvSource({"1, 4, 1", "1, 4, 4", "3, 4, 4", "4, 4, 4", "5, 4, 5", "20, 4, 8", "3, 1, 6"})
    @DisplayName("R9 F10 F12 F13 never more than permits, never two users of one thing, nothing lost in the end")
    void theBooksAddUp(int count, int capacity, int threads) throws Exception {
        Seed seed = new Seed("BudgetedResourceStressTest");
        Budget budget = Budget.of(capacity);
        List<BudgetedResource<Thing>> resources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            resources.add(new BudgetedResource<>("number " + i, things, budget, CLOCK));
        }

        List<Caller<Void>> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = seed.random(i);
            callers.add(Caller.start(() -> {
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    cycle(resources.get(random.nextInt(count)), random);
                }
                return null;
            }));
        }
        for (Caller<Void> caller : callers) {
            caller.result();
        }

        assertThat(things.mostAlive.get()).isLessThanOrEqualTo(capacity);
        assertThat(budget.stats().inUse()).isEqualTo(things.alive.get());
        assertThat(budget.stats().waiting()).isZero();
        assertThat(budget.stats().evictionFailures()).isZero();
        resources.forEach(BudgetedResource::scheduleRelease);
        assertThat(things.alive).hasValue(0);
        assertThat(budget.stats().inUse()).isZero();
        assertThat(things.ended).doesNotHaveDuplicates().hasSize(things.made.get());
        resources.forEach(BudgetedResource::close);
    }

    private static void cycle(BudgetedResource<Thing> resource, Random random) {
        Lease<Thing> lease = resource.checkOut(Deadline.never());
        lease.resource().use();
        boolean ended = switch (random.nextInt(8)) {
            case 0 -> {
                resource.scheduleRelease();
                yield lease.release();
            }
            case 1, 2 -> lease.discard();
            default -> lease.release();
        };
        if (!ended || lease.release() || lease.discard()) {
            throw new AssertionError("a lease did not end exactly once");
        }
        if (random.nextInt(16) == 0) {
            resource.scheduleRelease();
        }
    }
}
