package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.BudgetStats;
import io.github.mooring.pool.Holder;
import io.github.mooring.pool.PoolReport;
import io.github.mooring.topology.TopologyDescription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What whoever operates a deployment gets to see of it; thread-safe. Looking changes nothing and does no I/O; the pools' locks are
 * taken for as long as it takes to add their numbers up. No secret can be seen.
 */
public final class Insight {
    private final Seeds seeds;
    private final ServerSearch search;
    private final Budget budget;
    private final ChangeBell bell;

    Insight(Seeds seeds, ServerSearch search, Budget budget, ChangeBell bell) {
        this.seeds = seeds;
        this.search = search;
        this.budget = budget;
        this.bell = bell;
    }

    /** A user as {@code user@source}; null for nobody. */
    public static @Nullable String userOf(Identity identity) {
        return PoolListeners.user(identity);
    }

    /** What the deployment was told to connect to: hosts and ports, or the name that stands for them. */
    public String seeds() {
        return seeds.toString();
    }

    /** Has somebody told when there are other servers or pools, or something else is known of them; it has to return at once. */
    public void onChange(Runnable hearer) {
        bell.heardBy(hearer);
    }

    /** Which servers there are; null while that is not known. */
    public @Nullable TopologyDescription topology() {
        Servers known = search.found();
        return known == null ? null : known.cluster().view().topology();
    }

    /** How often the replica set was seen to elect. */
    public Elections elections() {
        Servers known = search.found();
        return known == null ? Elections.NONE : known.elections();
    }

    /** One server; null if it is not part of the topology. */
    public @Nullable ServerReport server(ServerAddress address) {
        Servers known = search.found();
        return known == null ? null : known.report(address);
    }

    /** Whose connections to a server there are pools of. */
    public Set<Identity> users(ServerAddress address) {
        Server server = find(address);
        return server == null ? Set.of() : server.pools().users();
    }

    /** The pool of a user's connections to a server; null if there is none. */
    public @Nullable PoolReport pool(ServerAddress address, Identity user) {
        Server server = find(address);
        return server == null ? null : server.pools().report(user);
    }

    /**
     * Who holds which connection.
     *
     * @param stacks whether to look at what the threads are doing, which stops each of them briefly
     */
    public Map<ServerAddress, Map<Identity, List<Holder>>> holders(boolean stacks) {
        Map<ServerAddress, Map<Identity, List<Holder>>> holders = new HashMap<>();
        Servers known = search.found();
        if (known != null) {
            known.cluster()
                    .view()
                    .servers()
                    .forEach((address, server) ->
                            holders.put(address, server.pools().holders(stacks)));
        }
        return holders;
    }

    /** The permits for connections, those of other deployments included that share the budget. */
    public BudgetStats budget() {
        return budget.stats();
    }

    /** Begins to look for the longest wait anew, in all pools. */
    public void forgetLongestWaits() {
        Servers known = search.found();
        if (known != null) {
            known.cluster()
                    .view()
                    .servers()
                    .values()
                    .forEach(server -> server.pools().forgetLongestWait());
        }
    }

    private @Nullable Server find(ServerAddress address) {
        Servers known = search.found();
        return known == null ? null : known.cluster().view().server(address);
    }
}
