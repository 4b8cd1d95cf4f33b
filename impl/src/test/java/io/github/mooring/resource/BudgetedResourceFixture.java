package io.github.mooring.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.pool.Budget;
import io.github.mooring.pool.Lease;
import io.github.mooring.resource.Things.Thing;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Three resources on a budget of two; at the end all is accounted for. */
@Timeout(300)
abstract class BudgetedResourceFixture {
    static final Clock CLOCK = Clock.system();
    static final Deadline NEVER = Deadline.never();

    final Budget budget = Budget.of(2);
    final Things things = new Things();
    final List<BudgetedResource<Thing>> resources = new ArrayList<>();
    final BudgetedResource<Thing> one = resource("one");
    final BudgetedResource<Thing> two = resource("two");
    final BudgetedResource<Thing> three = resource("three");

    @AfterEach
    void everythingIsAccountedFor() {
        assertThat(budget.stats().inUse()).as("permits out").isEqualTo(things.alive.get());
        resources.forEach(BudgetedResource::close);
        assertThat(things.alive).hasValue(0);
        assertThat(budget.stats().inUse()).isZero();
        assertThat(budget.stats().waiting()).isZero();
        assertThat(things.mostAlive.get()).isLessThanOrEqualTo(2);
    }

    BudgetedResource<Thing> resource(String name) {
        BudgetedResource<Thing> made = new BudgetedResource<>(name, things, budget, CLOCK);
        resources.add(made);
        return made;
    }

    /** A deadline for a caller that will not wait. */
    static Deadline now() {
        return Deadline.after(CLOCK, Duration.ZERO);
    }

    static Deadline soon() {
        return Deadline.after(CLOCK, Duration.ofMillis(20));
    }

    static Cancellation cancelled() {
        Cancellation token = new Cancellation();
        token.cancel();
        return token;
    }

    /** Takes one thing after the other out of the way: nothing is idle and no permit is free. */
    List<Lease<Thing>> exhaust() {
        return List.of(one.checkOut(NEVER), two.checkOut(NEVER));
    }

    Caller<Integer> user(BudgetedResource<Thing> resource) {
        return Caller.start(() -> {
            try (Lease<Thing> lease = resource.checkOut(NEVER)) {
                lease.resource().use();
                return lease.resource().id;
            }
        });
    }
}
