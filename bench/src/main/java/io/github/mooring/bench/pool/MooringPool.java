package io.github.mooring.bench.pool;

import io.github.mooring.pool.Lease;
import io.github.mooring.pool.Pool;
import io.github.mooring.pool.PoolConfig;
import io.github.mooring.pool.PoolContext;
import io.github.mooring.pool.ResourceFactory;
import io.github.mooring.pool.Sharing;
import io.github.mooring.pool.Slot;
import io.github.mooring.pool.Use;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.CoarseClock;
import io.github.mooring.time.Deadline;
import java.util.Timer;
import java.util.TimerTask;

/** Mooring's own pool; the only class of the benchmark that knows how that is called. */
final class MooringPool implements PoolUnderTest {
    private final Pool<Object> pool;
    private final Way way;
    private final Timer ticking = new Timer("benchmark-tick", true);

    MooringPool(int size, Way way) {
        Clock clock = Clock.system();
        CoarseClock coarse = CoarseClock.of(clock);
        PoolConfig config =
                PoolConfig.DEFAULTS.withMaxSize(size).withSharing(way.sharing).withMinSize(size);
        this.pool = new Pool<>(
                "benchmark", config, new Objects(), PoolContext.of(clock).withCoarse(coarse));
        this.way = way;
        long period = CoarseClock.PERIOD.toMillis();
        ticking.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        coarse.tick();
                    }
                },
                period,
                period);
        pool.ready();
        pool.runOnce();
    }

    @Override
    public Object cycle() {
        return way == Way.LEASE ? leased() : taken();
    }

    private Object taken() {
        Slot<Object> slot = pool.take(Deadline.never(), way.use, Cancellation.none());
        Object resource = slot.resource();
        pool.giveBack(slot);
        return resource;
    }

    private Object leased() {
        try (Lease<Object> lease = pool.checkOut(Deadline.never(), way.use, Cancellation.none())) {
            return lease.resource();
        }
    }

    @Override
    public void close() {
        ticking.cancel();
        pool.close();
    }

    /** The ways to use it. */
    enum Way {
        /** As other pools do: one at a time has it. */
        EXCLUSIVE(Use.EXCLUSIVE, Sharing.NEVER),
        /** As Mooring's operations do: when all are in use, they share. */
        SHARED(Use.SHARED, Sharing.WHEN_FULL),
        /** As the first, by an object that keeps account of the lease. */
        LEASE(Use.EXCLUSIVE, Sharing.NEVER);

        private final Use use;
        private final Sharing sharing;

        Way(Use use, Sharing sharing) {
            this.use = use;
            this.sharing = sharing;
        }
    }

    /** Makes what costs nothing. */
    private static final class Objects implements ResourceFactory<Object> {
        @Override
        public Object create(Deadline deadline) {
            return new Object();
        }

        @Override
        public void destroy(Object resource) {
            // nothing to destroy
        }

        @Override
        public boolean isUsable(Object resource) {
            return true;
        }
    }
}
