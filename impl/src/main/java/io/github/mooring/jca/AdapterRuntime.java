package io.github.mooring.jca;

import io.github.mooring.management.AdapterDisplay;
import io.github.mooring.management.StandAloneDisplay;
import io.github.mooring.notice.LogId;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import jakarta.resource.spi.BootstrapContext;
import java.lang.System.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What lives between start and stop: the background tasks and the deployments; thread-safe.
 */
final class AdapterRuntime implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AdapterRuntime.class.getName());

    private final DeploymentRegistry deployments;
    private final Runnable tasksEnd;
    private final Runnable nudge;
    /** Null if the adapter is not to be shown, or cannot be. */
    private final @Nullable AdapterDisplay display;

    private AdapterRuntime(
            DeploymentRegistry deployments, Runnable tasksEnd, Runnable nudge, @Nullable AdapterDisplay display) {
        this.deployments = deployments;
        this.tasksEnd = tasksEnd;
        this.nudge = nudge;
        this.display = display;
    }

    private static @Nullable AdapterDisplay shown(DeploymentRegistry deployments) {
        try {
            AdapterDisplay display = AdapterDisplay.of(deployments);
            deployments.showOn(display, true);
            return display;
        } catch (RuntimeException | LinkageError e) {
            LogId.JMX_NOT_POSSIBLE.log(LOG, "JMX cannot show the adapter; nothing else is affected", e);
            return null;
        }
    }

    /**
     * On the threads of a container.
     *
     * @param jmx whether it is shown there
     */
    static AdapterRuntime inContainer(BootstrapContext context, boolean jmx) {
        WorkTaskRunner tasks = new WorkTaskRunner(context, Clock.system());
        var deployments = new DeploymentRegistry(Clock.system(), tasks);
        return new AdapterRuntime(deployments, tasks::close, tasks::nudge, jmx ? shown(deployments) : null);
    }

    /** On threads of its own, where there is no container; JMX shows those deployments whose options say so. */
    static AdapterRuntime standAlone() {
        DaemonTaskRunner tasks = new DaemonTaskRunner("mooring");
        var deployments = new DeploymentRegistry(Clock.system(), tasks);
        deployments.showOn(new StandAloneDisplay(), false);
        return new AdapterRuntime(deployments, tasks::close, () -> {}, null);
    }

    /** The deployments; each call is an occasion to ask again for a thread that the container had refused. */
    DeploymentRegistry deployments() {
        nudge.run();
        return deployments;
    }

    /** Ends everything, whatever fails on the way. Idempotent. */
    @Override
    public void close() {
        if (display != null) {
            step("what JMX shows", display::close);
        }
        step("the deployments", deployments::close);
        step("the background tasks", tasksEnd);
    }

    private static void step(String what, Runnable end) {
        try {
            end.run();
        } catch (RuntimeException | Error e) {
            // the container only logs what stop throws, and the steps that follow have to be taken all the same
            LogId.ADAPTER_END_FAILED.log(LOG, what + " did not end as they should", e);
        }
    }
}
