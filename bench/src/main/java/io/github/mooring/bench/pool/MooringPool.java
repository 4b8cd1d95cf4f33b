package io.github.mooring.bench.pool;

import io.github.mooring.pool.Lease;
import io.github.mooring.pool.Pool;
import io.github.mooring.pool.PoolConfig;
import io.github.mooring.pool.ResourceFactory;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;

/** Mooring's own pool; the only class of the benchmark that knows how that is called. */
final class MooringPool implements PoolUnderTest {
    private final Pool<Object> pool;
    private final Deadline never = Deadline.never();

    MooringPool(int size) {
        PoolConfig config = new PoolConfig(size, Duration.ofSeconds(30), Duration.ZERO);
        this.pool = new Pool<>("benchmark", config, new Objects(), Clock.system());
    }

    @Override
    public Object cycle() {
        try (Lease<Object> lease = pool.checkOut(never)) {
            return lease.resource();
        }
    }

    @Override
    public void close() {
        pool.close();
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
