package io.github.mooring.pool;

import io.github.mooring.model.Model;
import io.github.mooring.model.Scenario;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.CoarseClock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** What {@link PoolModelTest} runs through all interleavings. */
final class PoolScenarios {
    /**
     * The model's time, in which nobody looks a few times more before waiting: that is several times the same steps, which
     * multiply the interleavings and decide nothing. {@link TwoWhoLookAgain} has them.
     */
    private static final Clock CLOCK = Clock.of(System::nanoTime, PoolScenarios::awaitOnce, PoolScenarios::park);

    private PoolScenarios() {}

    @SuppressWarnings("WaitNotInLoop") // one wait of the caller's loop
    static long awaitOnce(ReentrantLock lock, Condition condition, long nanos) throws InterruptedException {
        return condition.awaitNanos(nanos);
    }

    static void park(Object blocker, long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(blocker);
        } else {
            LockSupport.parkNanos(blocker, nanos);
        }
    }

    /** One pool, and at the end books that add up and nothing in motion. */
    abstract static class OnePool implements Scenario {
        final Budget budget = Budget.of(4);
        final ModelFactory factory = new ModelFactory();
        final Pool<ModelResource> pool;

        OnePool(int maxSize) {
            this(PoolConfig.DEFAULTS.withMaxSize(maxSize).withSharing(Sharing.NEVER));
        }

        OnePool(PoolConfig config) {
            this(config, CLOCK);
        }

        OnePool(PoolConfig config, Clock clock) {
            this(config, clock, CoarseClock.exact(clock));
        }

        OnePool(PoolConfig config, Clock clock, CoarseClock stamps) {
            PoolContext context = PoolContext.of(clock).withBudget(budget).withCoarse(stamps);
            pool = new Pool<>("model", config, factory, context);
            pool.ready();
        }

        /** Takes a resource and gives it back. */
        final void use(Use use) {
            Lease<ModelResource> lease = pool.checkOut(Deadline.never(), use);
            lease.resource().use(use);
            end(lease.release());
        }

        final void use() {
            use(Use.EXCLUSIVE);
        }

        /** As above, and knows that the pool may not serve. */
        final void useIfServed() {
            try {
                use();
            } catch (PoolPausedException | PoolClosedException e) {
                // a way out that the scenario is about
            }
        }

        static void end(boolean ended) {
            if (!ended) {
                throw new AssertionError("a lease had ended before its end");
            }
        }

        @Override
        public void afterwards() {
            pool.checkStill();
            PoolStats stats = pool.stats();
            boolean moving = stats.inUse() + stats.creating() + stats.destroying() + stats.waiting() > 0;
            if (moving || stats.size() != factory.alive || budget.stats().inUse() != factory.alive) {
                throw new AssertionError("the books do not add up: " + stats + ", alive " + factory.alive + ", budget "
                        + budget.stats());
            }
        }
    }

    static final class ThreeCallers extends OnePool {
        ThreeCallers() {
            super(PoolConfig.DEFAULTS.withMaxSize(1).withMinSize(1).withSharing(Sharing.NEVER));
            long unused = pool.runOnce();
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::use, this::use, this::use);
        }
    }

    static final class TwoWhoLookAgain extends OnePool {
        TwoWhoLookAgain() {
            super(PoolConfig.DEFAULTS.withMaxSize(1).withSharing(Sharing.NEVER), Clock.system());
            use();
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::use, this::use);
        }
    }

    static final class SharedAndExclusive extends OnePool {
        SharedAndExclusive() {
            super(PoolConfig.DEFAULTS.withMaxSize(1).withMaxInFlight(2).withSharing(Sharing.WHEN_FULL));
            use();
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> use(Use.SHARED), this::use, () -> use(Use.SHARED));
        }
    }

    /** As above, but a closer look comes before each sharing. */
    static final class LookedAtAndShared extends OnePool {
        private static long stamps;

        LookedAtAndShared() {
            super(
                    PoolConfig.DEFAULTS.withMaxSize(1).withMaxInFlight(2).withPeekAfter(Duration.ofNanos(1)),
                    CLOCK,
                    CoarseClock.exact(Clock.of(() -> ++stamps, (lock, condition, nanos) -> nanos)));
            use();
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> use(Use.SHARED), this::use, () -> use(Use.SHARED));
        }

        @Override
        public void afterwards() {
            super.afterwards();
            if (factory.looks == 0) {
                throw new AssertionError("nobody took a closer look");
            }
        }
    }

    /** One holds the resource; one waits who may run out of time, be cancelled or interrupted; one waits patiently. */
    static final class EveryWayOut extends OnePool {
        private final Cancellation token = new Cancellation();
        private final Lease<ModelResource> held;
        private Thread impatient = Thread.currentThread();
        private boolean begun;
        private int outcomes;

        EveryWayOut() {
            super(1);
            held = pool.checkOut(Deadline.never());
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::waitImpatiently, this::waitPatiently, this::endTheWaitAndGiveBack);
        }

        private void waitImpatiently() {
            impatient = Thread.currentThread();
            begun = true;
            try {
                Deadline deadline = Deadline.after(CLOCK, Duration.ofMillis(5));
                end(pool.checkOut(deadline, Use.EXCLUSIVE, token).release());
            } catch (PoolTimeoutException | PoolInterruptedException | PoolCancelledException e) {
                // ways out that this scenario is about
            }
            outcomes++;
        }

        private void waitPatiently() {
            use();
            outcomes++;
        }

        private void endTheWaitAndGiveBack() {
            switch (begun ? Model.choose(3) : 1) {
                case 0 -> impatient.interrupt();
                case 1 -> token.cancel();
                default -> {}
            }
            end(held.release());
            outcomes++;
        }

        @Override
        public void afterwards() {
            super.afterwards();
            if (outcomes != 3) {
                throw new AssertionError("three calls have " + outcomes + " outcomes");
            }
        }
    }

    static final class Cleared extends OnePool {
        Cleared() {
            super(1);
            use();
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::useIfServed, this::clear, this::useIfServed);
        }

        private void clear() {
            pool.clear(Model.choose(2) == 1);
            pool.ready();
        }
    }

    /** A group is cleared for what one of its holders has found, while others come and go and make new ones. */
    static final class GroupCleared extends OnePool {
        GroupCleared() {
            super(PoolConfig.DEFAULTS.withMaxSize(2).withMaxConnecting(2).withSharing(Sharing.NEVER));
            factory.grouped = true;
            use();
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::use, this::useAndClear, this::use);
        }

        private void useAndClear() {
            Lease<ModelResource> lease = pool.checkOut(Deadline.never());
            lease.resource().use(Use.EXCLUSIVE);
            boolean cleared = pool.clear(Objects.requireNonNull(lease.membership()), Model.choose(2) == 1);
            if (!cleared || !lease.isStale()) {
                throw new AssertionError("nobody else has cleared it");
            }
            end(lease.release());
        }

        @Override
        public void afterwards() {
            super.afterwards();
            int members =
                    pool.groups().values().stream().mapToInt(Integer::intValue).sum();
            if (members != factory.alive) {
                throw new AssertionError("groups " + pool.groups() + ", alive " + factory.alive);
            }
        }
    }

    static final class Closed extends OnePool {
        Closed() {
            super(1);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::useIfServed, pool::close, this::useIfServed);
        }

        @Override
        public void afterwards() {
            super.afterwards();
            if (factory.alive != 0) {
                throw new AssertionError(factory.alive + " resources outlive their pool");
            }
        }
    }

    static final class CreationFails extends OnePool {
        CreationFails() {
            super(1);
            factory.failures = 1;
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::useIfCreated, this::useIfCreated);
        }

        private void useIfCreated() {
            try {
                use();
            } catch (RefusedException e) {
                // the one that was to fail
            }
        }
    }

    static final class Discarded extends OnePool {
        Discarded() {
            super(1);
            use();
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::use, this::useAndDiscard, this::use);
        }

        private void useAndDiscard() {
            Lease<ModelResource> lease = pool.checkOut(Deadline.never());
            lease.resource().use(Use.EXCLUSIVE);
            end(lease.discard());
        }
    }

    /**
     * Two share a resource and give up on what they have begun with it; one wants it alone. What was begun ends at some
     * moment after it was left, and then somebody looks.
     */
    static class LeftBusy extends OnePool {
        /** Whoever looks: a task never overlaps itself. */
        private final ReentrantLock task = new ReentrantLock();

        LeftBusy() {
            super(PoolConfig.DEFAULTS.withMaxSize(1).withMaxInFlight(2).withSharing(Sharing.WHEN_FULL));
            use();
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> giveUp(Use.SHARED), () -> giveUp(Use.SHARED), this::use);
        }

        final void giveUp(Use use) {
            Lease<ModelResource> lease = pool.checkOut(Deadline.never(), use);
            ModelResource resource = lease.resource();
            resource.use(use);
            resource.begun++;
            end(lease.release());
            look(() -> resource.begun--);
        }

        final void look(Runnable before) {
            task.lock();
            try {
                before.run();
                pool.recall();
            } finally {
                task.unlock();
            }
        }
    }

    /** The same alone, while somebody makes it stale. */
    static final class StaleWhileBusy extends LeftBusy {
        @Override
        public List<Runnable> threads() {
            return List.of(() -> giveUp(Use.EXCLUSIVE), () -> pool.renew(pool.generation()), () -> look(() -> {}));
        }
    }

    /** The pool is closed while what was left busy is looked at, and nobody looks again. */
    static final class ClosedWhileBusy extends OnePool {
        private final Lease<ModelResource> held;

        ClosedWhileBusy() {
            super(1);
            held = pool.checkOut(Deadline.never());
            held.resource().begun++;
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> end(held.release()), pool::close, pool::recall);
        }

        @Override
        public void afterwards() {
            super.afterwards();
            if (factory.alive != 0) {
                throw new AssertionError(factory.alive + " resources outlive their pool");
            }
        }
    }

    /** What one pool has idle, the other needs the permit of. */
    static final class OneBudget implements Scenario {
        private final Budget budget = Budget.of(1);
        private final ModelFactory factory = new ModelFactory();
        private final Pool<ModelResource> one = pool("one");
        private final Pool<ModelResource> other = pool("other");

        OneBudget() {
            use(one);
        }

        private Pool<ModelResource> pool(String name) {
            PoolConfig config = PoolConfig.DEFAULTS.withMaxSize(1).withSharing(Sharing.NEVER);
            Pool<ModelResource> pool =
                    new Pool<>(name, config, factory, PoolContext.of(CLOCK).withBudget(budget));
            pool.ready();
            return pool;
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> use(one), () -> use(other));
        }

        private static void use(Pool<ModelResource> pool) {
            Lease<ModelResource> lease = pool.checkOut(Deadline.never());
            lease.resource().use(Use.EXCLUSIVE);
            OnePool.end(lease.release());
        }

        @Override
        public void afterwards() {
            one.checkStill();
            other.checkStill();
            int inUse = budget.stats().inUse();
            if (inUse != factory.alive || inUse > 1 || budget.stats().waiting() > 0 || factory.mostAlive > 1) {
                throw new AssertionError("the books do not add up: " + budget.stats() + ", alive " + factory.alive
                        + ", at most " + factory.mostAlive);
            }
        }
    }

    /** Two end the same lease while others take the resource. */
    static final class EndedTwice extends OnePool {
        private final Lease<ModelResource> held;
        private int ends;

        EndedTwice() {
            super(1);
            held = pool.checkOut(Deadline.never());
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> endOnce(held.release()), this::use, () -> endOnce(held.discard()));
        }

        private void endOnce(boolean ended) {
            ends += ended ? 1 : 0;
        }

        @Override
        public void afterwards() {
            super.afterwards();
            if (ends != 1) {
                throw new AssertionError("one lease ended " + ends + " times");
            }
        }
    }

    /** A resource that knows its holders; its fields change between points only. */
    static final class ModelResource {
        private int sharers;
        private boolean alone;
        private boolean destroyed;
        /** What its users have begun and left. */
        private int begun;

        void use(Use use) {
            boolean exclusive = use == Use.EXCLUSIVE;
            if (alone || destroyed || (exclusive && sharers > 0)) {
                throw new AssertionError("taken although it has another holder, or is destroyed");
            }
            if (exclusive && begun > 0) {
                throw new AssertionError("taken alone although it is busy");
            }
            alone = exclusive;
            sharers += exclusive ? 0 : 1;
            Model.point("use");
            alone = false;
            sharers -= exclusive ? 0 : 1;
        }
    }

    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    static final class ModelFactory implements ResourceFactory<ModelResource> {
        private int alive;
        private int mostAlive;
        private int failures;
        private int looks;
        /** Whether all belong to one group. */
        private boolean grouped;

        @Override
        public ModelResource create(Newcomer<ModelResource> newcomer) {
            if (grouped) {
                newcomer.join("group");
            }
            return create(newcomer.deadline());
        }

        int alive() {
            return alive;
        }

        @Override
        public ModelResource create(Deadline deadline) {
            mostAlive = Math.max(mostAlive, ++alive);
            Model.point("create");
            if (failures > 0) {
                failures--;
                alive--;
                throw new RefusedException();
            }
            return new ModelResource();
        }

        @Override
        public void destroy(ModelResource resource) {
            if (resource.destroyed || resource.alone || resource.sharers > 0) {
                throw new AssertionError("destroyed twice, or while it is used");
            }
            resource.destroyed = true;
            Model.point("destroy");
            alive--;
        }

        @Override
        public boolean isUsable(ModelResource resource) {
            return true;
        }

        @Override
        public boolean isBusy(ModelResource resource) {
            boolean busy = resource.begun > 0;
            Model.point("looked");
            return busy;
        }

        @Override
        public boolean isAlive(ModelResource resource) {
            looks++;
            resource.use(Use.EXCLUSIVE);
            return true;
        }
    }
}
