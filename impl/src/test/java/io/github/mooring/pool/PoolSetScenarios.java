package io.github.mooring.pool;

import io.github.mooring.model.Scenario;
import io.github.mooring.pool.PoolScenarios.ModelFactory;
import io.github.mooring.pool.PoolScenarios.ModelResource;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.List;

/** What {@link PoolSetModelTest} runs through all interleavings. */
final class PoolSetScenarios {
    private PoolSetScenarios() {}

    /** A set with one pool that nobody uses and that is empty; at the end, what is alive belongs to a pool of the set. */
    abstract static class OneSet implements Scenario {
        static final String KNOWN = "known";

        final Budget budget = Budget.of(4);
        final ModelFactory factory = new ModelFactory();
        final PoolSet<String, ModelResource> set;
        /** What time it is for pools; it moves before the threads begin, and no more. */
        private long now;

        OneSet(int maxPools) {
            Clock clock = Clock.of(() -> now, PoolScenarios::awaitOnce, PoolScenarios::park);
            PoolContext context = PoolContext.of(clock).withBudget(budget);
            set = new PoolSet<>(key -> pool(key, context), maxPools, Duration.ofNanos(1), clock);
            end(set.checkOut(KNOWN, Deadline.never()).discard());
            now = 10;
        }

        private Pool<ModelResource> pool(String key, PoolContext context) {
            PoolConfig config = PoolConfig.DEFAULTS.withMaxSize(1).withSharing(Sharing.NEVER);
            Pool<ModelResource> pool = new Pool<>(key, config, factory, context);
            pool.ready();
            return pool;
        }

        final void use(String key) {
            Lease<ModelResource> lease = set.checkOut(key, Deadline.never());
            lease.resource().use(Use.EXCLUSIVE);
            end(lease.release());
        }

        static void end(boolean ended) {
            if (!ended) {
                throw new AssertionError("a lease had ended before its end");
            }
        }

        /** All that is alive, and every permit, is of a pool of the set. */
        final void requireNothingAstray() {
            PoolStats stats = set.stats();
            boolean moving = stats.inUse() + stats.creating() + stats.destroying() + stats.waiting() > 0;
            if (moving || stats.size() != factory.alive() || budget.stats().inUse() != factory.alive()) {
                throw new AssertionError("the books do not add up: " + set.statsByKey() + ", alive " + factory.alive()
                        + ", budget " + budget.stats());
            }
        }

        @Override
        public void afterwards() {
            requireNothingAstray();
            use(KNOWN); // the pool in the set is none that was retired
            requireNothingAstray();
        }
    }

    /** The pool is removed because it is empty and unused, while it is wanted; its successor may be wanted twice. */
    static final class Expires extends OneSet {
        Expires() {
            super(0);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> use(KNOWN), this::removeAndUse);
        }

        private void removeAndUse() {
            long unused = set.runOnce();
            use(KNOWN);
        }
    }

    /** There may be one pool only: who wants another evicts the first, or is told that all are in use. */
    static final class Evicted extends OneSet {
        Evicted() {
            super(1);
            use(KNOWN); // which leaves something idle
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> useIfThereIsRoom(KNOWN), () -> useIfThereIsRoom("other"));
        }

        private void useIfThereIsRoom(String key) {
            try {
                use(key);
            } catch (PoolLimitException e) {
                // the other pool is in use
            }
        }

        @Override
        public void afterwards() {
            super.afterwards();
            use("other"); // there is room again, whoever was there first
            requireNothingAstray();
            if (set.statsByKey().size() > 1) {
                throw new AssertionError("too many pools: " + set.statsByKey());
            }
        }
    }

    /** The set is closed while somebody wants a pool that is there, and another one that is not. */
    static final class SetCloses extends OneSet {
        SetCloses() {
            super(0);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::useBoth, set::close);
        }

        private void useBoth() {
            useIfOpen("other");
            useIfOpen(KNOWN);
        }

        private void useIfOpen(String key) {
            try {
                use(key);
            } catch (PoolClosedException e) {
                // a way out that this scenario is about
            }
        }

        @Override
        public void afterwards() {
            requireNothingAstray();
            if (factory.alive() > 0 || !set.statsByKey().isEmpty()) {
                throw new AssertionError(factory.alive() + " resources outlive the set, pools: " + set.statsByKey());
            }
        }
    }
}
