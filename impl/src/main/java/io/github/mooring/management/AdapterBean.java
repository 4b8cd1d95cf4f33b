package io.github.mooring.management;

import io.github.mooring.client.Insight;
import io.github.mooring.connection.LibraryVersion;
import io.github.mooring.pool.BudgetStats;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** See {@link AdapterMXBean}; thread-safe. */
final class AdapterBean implements AdapterMXBean {
    private final Source<AdapterSight> adapter;

    AdapterBean(Source<AdapterSight> adapter) {
        this.adapter = adapter;
    }

    @Override
    public String getVersion() {
        return LibraryVersion.text();
    }

    @Override
    public int getDeploymentCount() {
        return adapter.get().deployments().size();
    }

    @Override
    public long getOpenSessionCount() {
        return adapter.get().openSessions();
    }

    @Override
    public long getOpenedSessionCount() {
        return adapter.get().openedSessions();
    }

    @Override
    public int getConnectionLimit() {
        return (int) ofBudget(BudgetStats::capacity, -1);
    }

    @Override
    public int getConnectionCount() {
        return (int) ofBudget(BudgetStats::inUse, 0);
    }

    @Override
    public int getConnectionWaiters() {
        return (int) ofBudget(BudgetStats::waiting, 0);
    }

    @Override
    public long getConnectionsEvicted() {
        return ofBudget(BudgetStats::evicted, 0);
    }

    private long ofBudget(ToLongFunction<BudgetStats> number, long none) {
        BudgetStats budget = adapter.get().budget();
        return budget == null ? none : number.applyAsLong(budget);
    }

    @Override
    public String[] dumpHolders(boolean stacks) {
        return adapter.get().deployments().stream()
                .flatMap(deployment -> lines(deployment, stacks))
                .toArray(String[]::new);
    }

    private static Stream<String> lines(Insight deployment, boolean stacks) {
        return Arrays.stream(HolderDump.of(deployment, stacks));
    }

    @Override
    public void forgetLongestWaits() {
        adapter.get().deployments().forEach(Insight::forgetLongestWaits);
    }
}
