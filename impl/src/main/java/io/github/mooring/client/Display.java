package io.github.mooring.client;

import io.github.mooring.time.TaskRunner;

/**
 * Shows deployments to those who operate them; thread-safe. What does so stands above the client and is found by a
 * {@link java.util.ServiceLoader}.
 */
public interface Display {
    /**
     * Shows a deployment. Does not fail: what cannot be shown is logged.
     *
     * @return ends that when it is closed, which does not fail either
     */
    AutoCloseable show(Deployment deployment, SessionCount sessions, TaskRunner runner);
}
