package io.github.mooring.management;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.Insight;
import java.util.Objects;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * How the beans are called. Each name has a number, because two of the same name may be there: adapters, deployments with
 * different options, users with different passwords. The first one's is left out, and another one's stands behind a {@code #}.
 * Stateless.
 */
final class BeanNames {
    private static final String DOMAIN = "io.github.mooring:";

    private BeanNames() {}

    /** A user as {@code user@source}; {@code none} for nobody. */
    static String user(Identity identity) {
        return Objects.requireNonNullElse(Insight.userOf(identity), "none");
    }

    static ObjectName adapter(int number) {
        return name("Adapter", "adapter=" + number);
    }

    /**
     * A deployment.
     *
     * @param owner the adapter that has it, as a part of a name that ends in a comma; empty if there is none
     */
    static ObjectName cluster(String owner, String seeds, int number) {
        return name("Cluster", owner + "cluster=" + quoted(seeds, number));
    }

    /** Something of a deployment. */
    static ObjectName server(ObjectName cluster, ServerAddress server) {
        return name("Server", of(cluster) + ",server=" + ObjectName.quote(server.toString()));
    }

    static ObjectName pool(ObjectName cluster, ServerAddress server, Identity user, int number) {
        String where = ",server=" + ObjectName.quote(server.toString());
        return name("Pool", of(cluster) + where + ",user=" + quoted(user(user), number));
    }

    static ObjectName identity(ObjectName cluster, Identity user, int number) {
        return name("Identity", of(cluster) + ",user=" + quoted(user(user), number));
    }

    /** What the parts of an adapter have in their names. */
    static String ownedBy(ObjectName adapter) {
        return "adapter=" + adapter.getKeyProperty("adapter") + ",";
    }

    /** What the parts of a deployment have in their names. */
    private static String of(ObjectName cluster) {
        String adapter = cluster.getKeyProperty("adapter");
        String own = "cluster=" + cluster.getKeyProperty("cluster");
        return adapter == null ? own : "adapter=" + adapter + "," + own;
    }

    private static String quoted(String text, int number) {
        return ObjectName.quote(number == 1 ? text : text + "#" + number);
    }

    private static ObjectName name(String type, String keys) {
        String text = DOMAIN + "type=" + type + "," + keys;
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new AssertionError("bug: no name of a bean: " + text, e);
        }
    }
}
