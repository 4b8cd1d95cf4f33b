package io.github.mooring.management;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.Insight;
import io.github.mooring.pool.PoolReport;
import io.github.mooring.topology.TopologyDescription;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** See {@link IdentityMXBean}; thread-safe. */
final class IdentityBean implements IdentityMXBean {
    private final Source<Insight> deployment;
    private final Source<Identity> user;
    private final String userName;
    private final String mechanism;

    IdentityBean(Source<Insight> deployment, Source<Identity> user) {
        this.deployment = deployment;
        this.user = user;
        Identity who = user.get();
        this.userName = BeanNames.user(who);
        this.mechanism = who instanceof Credential credential
                ? Objects.requireNonNullElse(credential.mechanism(), "default")
                : "none";
    }

    /** Who it is; to be emptied when the bean is no longer shown. */
    Source<Identity> user() {
        return user;
    }

    private Map<ServerAddress, PoolReport> pools() {
        Insight insight = deployment.get();
        Identity who = user.get();
        Map<ServerAddress, PoolReport> pools = new LinkedHashMap<>();
        TopologyDescription topology = insight.topology();
        if (topology != null) {
            topology.servers().forEach(server -> {
                PoolReport pool = insight.pool(server.address(), who);
                if (pool != null) {
                    pools.put(server.address(), pool);
                }
            });
        }
        return pools;
    }

    @Override
    public String getUser() {
        return userName;
    }

    @Override
    public String getMechanism() {
        return mechanism;
    }

    @Override
    public String[] getServers() {
        return pools().keySet().stream().map(ServerAddress::toString).toArray(String[]::new);
    }

    @Override
    public int getConnectionCount() {
        return pools().values().stream().mapToInt(pool -> pool.stats().size()).sum();
    }

    @Override
    public int getInUseCount() {
        return pools().values().stream().mapToInt(pool -> pool.stats().inUse()).sum();
    }

    @Override
    public long getUnusedMillis() {
        return pools().values().stream()
                .mapToLong(pool -> pool.unused().toMillis())
                .min()
                .orElse(0);
    }
}
