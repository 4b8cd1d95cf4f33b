package io.github.mooring.management;

import io.github.mooring.client.Deployment;
import io.github.mooring.client.Display;
import io.github.mooring.client.SessionCount;
import io.github.mooring.time.TaskRunner;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** What JMX shows of an adapter: itself, and its deployments. Thread-safe. */
public final class AdapterDisplay implements Display, AutoCloseable {
    private final BeanServer beans;
    private final Source<AdapterSight> adapter;
    private final @Nullable ObjectName name;

    private AdapterDisplay(BeanServer beans, AdapterSight adapter) {
        this.beans = beans;
        this.adapter = new Source<>(adapter);
        this.name = beans.register(new AdapterBean(this.adapter), AdapterMXBean.class, BeanNames::adapter);
    }

    /** Shows an adapter. Does not fail: what cannot be registered is logged. */
    public static AdapterDisplay of(AdapterSight adapter) {
        return of(adapter, ManagementFactory.getPlatformMBeanServer());
    }

    static AdapterDisplay of(AdapterSight adapter, MBeanServer server) {
        return new AdapterDisplay(new BeanServer(server), adapter);
    }

    /** Shows one of its deployments. */
    @Override
    public AutoCloseable show(Deployment deployment, SessionCount sessions, TaskRunner runner) {
        String owner = name == null ? "" : BeanNames.ownedBy(name);
        return ClusterDisplay.of(beans, owner, deployment.insight(), sessions, runner);
    }

    /** Shows the adapter no more; each of its deployments has a display of its own. Idempotent. */
    @Override
    public void close() {
        adapter.empty();
        beans.unregister(name);
    }
}
