package io.github.mooring.management;

import io.github.mooring.client.Insight;
import io.github.mooring.pool.BudgetStats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be seen of an adapter; thread-safe, without I/O. */
public interface AdapterSight {
    /** Each deployment that it looks after. */
    List<Insight> deployments();

    /** Sessions that are open. */
    long openSessions();

    /** Sessions that were opened since the start. */
    long openedSessions();

    /** The permits for connections; null before the first deployment. */
    @Nullable
    BudgetStats budget();
}
