package io.github.mooring.management;

import io.github.mooring.client.Deployment;
import io.github.mooring.client.Display;
import io.github.mooring.client.SessionCount;
import io.github.mooring.time.TaskRunner;
import java.lang.management.ManagementFactory;

/** Shows deployments that belong to no adapter; stateless. The client finds it by its name, since it stands below. */
public final class StandAloneDisplay implements Display {
    /** For the one who finds it. */
    public StandAloneDisplay() {}

    @Override
    public AutoCloseable show(Deployment deployment, SessionCount sessions, TaskRunner runner) {
        BeanServer beans = new BeanServer(ManagementFactory.getPlatformMBeanServer());
        return ClusterDisplay.of(beans, "", deployment.insight(), sessions, runner);
    }
}
