package io.github.mooring.jca;

import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import io.github.mooring.time.TaskRunner;
import jakarta.resource.spi.BootstrapContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What lives between start and stop: the background tasks and the deployments; thread-safe.
 */
final class AdapterRuntime implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AdapterRuntime.class.getName());

    private final DeploymentRegistry deployments;
    private final Runnable tasksEnd;
    private final Runnable nudge;

    private AdapterRuntime(TaskRunner tasks, Runnable tasksEnd, Runnable nudge) {
        this.deployments = new DeploymentRegistry(Clock.system(), tasks);
        this.tasksEnd = tasksEnd;
        this.nudge = nudge;
    }

    /** On the threads of a container. */
    static AdapterRuntime inContainer(BootstrapContext context) {
        WorkTaskRunner tasks = new WorkTaskRunner(context, Clock.system());
        return new AdapterRuntime(tasks, tasks::close, tasks::nudge);
    }

    /** On threads of its own, where there is no container. */
    static AdapterRuntime standAlone() {
        DaemonTaskRunner tasks = new DaemonTaskRunner("mooring");
        return new AdapterRuntime(tasks, tasks::close, () -> {});
    }

    /** The deployments; each call is an occasion to ask again for a thread that the container had refused. */
    DeploymentRegistry deployments() {
        nudge.run();
        return deployments;
    }

    /** Ends everything, whatever fails on the way. Idempotent. */
    @Override
    public void close() {
        step("the deployments", deployments::close);
        step("the background tasks", tasksEnd);
    }

    private static void step(String what, Runnable end) {
        try {
            end.run();
        } catch (RuntimeException | Error e) {
            // the container only logs what stop throws, and the steps that follow have to be taken all the same
            LOG.log(Level.WARNING, what + " did not end as they should", e);
        }
    }
}
