package io.github.mooring.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/** Says how a pool fares; thread-safe, without state of its own. */
final class Reports {
    private Reports() {}

    static PoolReport of(Engine<?> pool) {
        pool.lock.lock();
        try {
            return reportLocked(pool);
        } finally {
            pool.lock.unlock();
        }
    }

    @GuardedBy("pool.lock")
    private static PoolReport reportLocked(Engine<?> pool) {
        Ledger<?> ledger = pool.ledger;
        int shared = 0;
        for (Slot<?> slot : pool.board.slots()) {
            shared += slot.leases() > 1 ? 1 : 0;
        }
        return new PoolReport(
                pool.statsLocked(),
                shared,
                PoolReport.Phase.valueOf(ledger.phase().name()),
                pool.generation(),
                ledger.oldestWait(pool.clock),
                pool.tally.longestWait(),
                ledger.leases(),
                pool.tally.failures(),
                pool.creation.newest(),
                pool.tally.closed(),
                Duration.ofNanos(Math.max(0, ledger.unusedNanos(pool.coarse.nanoTime()))));
    }
}
