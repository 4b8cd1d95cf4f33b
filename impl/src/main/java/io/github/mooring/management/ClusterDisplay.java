package io.github.mooring.management;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.Insight;
import io.github.mooring.client.SessionCount;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.ServerDescription;
import io.github.mooring.topology.TopologyDescription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What JMX shows of a deployment; thread-safe. A background task compares what is shown with what there is: soon after something
 * has changed, and from time to time. So nobody who uses the deployment waits for JMX.
 */
final class ClusterDisplay implements AutoCloseable {
    /** Chosen: so late a bean may come or go whose coming was heard too early. */
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final BeanServer beans;
    private final Source<Insight> deployment;
    private final @Nullable ObjectName name;
    /** What is shown, by what it shows; a name that could not be registered is empty. */
    private final ConcurrentHashMap<Part, Shown> shown = new ConcurrentHashMap<>();
    /** Only ever goes from false to true. */
    private volatile boolean closed;
    /** Set once, before the display is anybody's. */
    private TaskRunner.@Nullable Task task;

    private ClusterDisplay(BeanServer beans, String owner, Insight deployment, SessionCount sessions) {
        this.beans = beans;
        this.deployment = new Source<>(deployment);
        String seeds = deployment.seeds();
        this.name = beans.register(
                new ClusterBean(this.deployment, seeds, sessions),
                ClusterMXBean.class,
                number -> BeanNames.cluster(owner, seeds, number));
    }

    /**
     * Shows a deployment.
     *
     * @param owner what its name says of whom it belongs to; see {@link BeanNames#cluster}
     */
    static ClusterDisplay of(
            BeanServer beans, String owner, Insight deployment, SessionCount sessions, TaskRunner runner) {
        ClusterDisplay display = new ClusterDisplay(beans, owner, deployment, sessions);
        if (display.name != null) {
            display.follow(deployment, runner);
        }
        return display;
    }

    private void follow(Insight insight, TaskRunner runner) {
        lookAgain(insight);
        TaskRunner.Task started = runner.repeatBlocking("management", PERIOD, () -> lookAgain(insight));
        task = started;
        insight.onChange(started::runSoon);
    }

    /** Shows what has come, and no more what has gone; one thread at a time. */
    private void lookAgain(Insight insight) {
        Map<Part, Supplier<Shown>> wanted = new HashMap<>();
        ObjectName own = name;
        if (closed || own == null) {
            return;
        }
        parts(insight, own, wanted);
        shown.forEach((part, bean) -> {
            if (!wanted.containsKey(part)) {
                remove(part);
            }
        });
        wanted.forEach((part, bean) -> {
            if (!shown.containsKey(part)) {
                shown.put(part, bean.get());
                if (closed) {
                    remove(part); // whoever has closed it may not have seen this one
                }
            }
        });
    }

    private void parts(Insight insight, ObjectName own, Map<Part, Supplier<Shown>> wanted) {
        TopologyDescription topology = insight.topology();
        List<ServerDescription> servers = topology == null ? List.of() : topology.servers();
        for (ServerDescription server : servers) {
            ServerAddress address = server.address();
            wanted.put(new Part(address, null), () -> serverBean(own, address));
            for (Identity user : insight.users(address)) {
                wanted.put(new Part(address, user), () -> poolBean(own, address, user));
                wanted.put(new Part(null, user), () -> identityBean(own, user));
            }
        }
    }

    private Shown serverBean(ObjectName own, ServerAddress address) {
        ServerBean bean = new ServerBean(deployment, address);
        return new Shown(beans.register(bean, ServerMXBean.class, BeanNames.server(own, address)));
    }

    private Shown poolBean(ObjectName own, ServerAddress address, Identity user) {
        PoolBean bean = new PoolBean(deployment, address, new Source<>(user));
        return new Shown(
                beans.register(bean, PoolMXBean.class, number -> BeanNames.pool(own, address, user, number)),
                bean.user());
    }

    private Shown identityBean(ObjectName own, Identity user) {
        IdentityBean bean = new IdentityBean(deployment, new Source<>(user));
        return new Shown(
                beans.register(bean, IdentityMXBean.class, number -> BeanNames.identity(own, user, number)),
                bean.user());
    }

    private void remove(Part part) {
        Shown bean = shown.remove(part);
        if (bean != null) {
            bean.empty();
            beans.unregister(bean.name);
        }
    }

    /** Shows nothing of it any more. Idempotent. */
    @Override
    public void close() {
        closed = true;
        TaskRunner.Task running = task;
        if (running != null) {
            running.cancel();
        }
        shown.keySet().forEach(this::remove);
        deployment.empty();
        beans.unregister(name);
    }

    /**
     * What a bean is about: a server, a user, or a user's connections to a server. A user is told from others by more than the name, and
     * that is not shown.
     */
    private record Part(
            @Nullable ServerAddress server, @Nullable Identity user) {}

    /** A bean that is registered, if that has worked, and what it has of a user. */
    private record Shown(
            @Nullable ObjectName name, @Nullable Source<Identity> user) {
        Shown(@Nullable ObjectName name) {
            this(name, null);
        }

        void empty() {
            if (user != null) {
                user.empty();
            }
        }
    }
}
