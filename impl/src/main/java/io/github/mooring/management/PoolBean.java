package io.github.mooring.management;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.Insight;
import io.github.mooring.pool.CheckOutFailure;
import io.github.mooring.pool.CloseReason;
import io.github.mooring.pool.PoolReport;
import io.github.mooring.pool.PoolStats;

/** See {@link PoolMXBean}; thread-safe. */
final class PoolBean implements PoolMXBean {
    private final Source<Insight> deployment;
    private final ServerAddress server;
    private final Source<Identity> user;
    private final String userName;

    PoolBean(Source<Insight> deployment, ServerAddress server, Source<Identity> user) {
        this.deployment = deployment;
        this.server = server;
        this.user = user;
        this.userName = BeanNames.user(user.get());
    }

    /** Whose pool it is; to be emptied when the bean is no longer shown. */
    Source<Identity> user() {
        return user;
    }

    private PoolReport report() {
        PoolReport report = deployment.get().pool(server, user.get());
        if (report == null) {
            throw new IllegalStateException("the pool has been removed: nobody has used it for a while, or " + server
                    + " has left the topology");
        }
        return report;
    }

    private PoolStats stats() {
        return report().stats();
    }

    private long closed(CloseReason reason) {
        return report().closed().getOrDefault(reason, 0L);
    }

    private long failures(CheckOutFailure reason) {
        return report().failures().getOrDefault(reason, 0L);
    }

    @Override
    public String getServer() {
        return server.toString();
    }

    @Override
    public String getUser() {
        return userName;
    }

    @Override
    public String getPhase() {
        return report().phase().name();
    }

    @Override
    public long getGeneration() {
        return report().generation();
    }

    @Override
    public int getMaxSize() {
        return stats().maxSize();
    }

    @Override
    public int getSize() {
        return stats().size();
    }

    @Override
    public int getInUseCount() {
        return stats().inUse();
    }

    @Override
    public int getIdleCount() {
        return stats().idle();
    }

    @Override
    public int getCreatingCount() {
        return stats().creating();
    }

    @Override
    public int getSharedCount() {
        return report().shared();
    }

    @Override
    public int getInFlightCount() {
        return stats().leases();
    }

    @Override
    public int getKeptForCursorsCount() {
        return stats().cursors();
    }

    @Override
    public int getKeptForTransactionsCount() {
        return stats().transactions();
    }

    @Override
    public int getWaitQueueLength() {
        return stats().waiting();
    }

    @Override
    public long getOldestWaitMillis() {
        return report().oldestWait().toMillis();
    }

    @Override
    public long getLongestWaitMillis() {
        return report().longestWait().toMillis();
    }

    @Override
    public long getCheckOutCount() {
        return report().checkOuts();
    }

    @Override
    public long getCheckOutTimeoutCount() {
        return failures(CheckOutFailure.TIMEOUT);
    }

    @Override
    public long getCheckOutErrorCount() {
        return failures(CheckOutFailure.CONNECTION_ERROR) + failures(CheckOutFailure.POOL_CLOSED);
    }

    @Override
    public long getCreatedCount() {
        return report().created();
    }

    @Override
    public long getClosedIdleCount() {
        return closed(CloseReason.IDLE);
    }

    @Override
    public long getClosedStaleCount() {
        return closed(CloseReason.STALE);
    }

    @Override
    public long getClosedErrorCount() {
        return closed(CloseReason.ERROR);
    }

    @Override
    public long getClosedWithPoolCount() {
        return closed(CloseReason.POOL_CLOSED);
    }

    @Override
    public long getUnusedMillis() {
        return report().unused().toMillis();
    }
}
