package io.github.mooring.jca;

import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.Deployment;
import io.github.mooring.client.SessionCount;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One managed connection's share in a deployment, which goes on for as long as anybody has one; thread-safe.
 */
final class DeploymentLease {
    private final DeploymentRegistry registry;
    private final DeploymentRegistry.Entry entry;
    private final AtomicBoolean released = new AtomicBoolean();

    DeploymentLease(DeploymentRegistry registry, DeploymentRegistry.Entry entry) {
        this.registry = registry;
        this.entry = entry;
    }

    /**
     * What runs commands.
     *
     * @throws io.github.mooring.api.MongoClosedException if the adapter has stopped
     */
    Deployment deployment() {
        registry.checkOpen();
        return entry.deployment();
    }

    /** Throws a MongoClosedException if the adapter has stopped. */
    void checkRunning() {
        registry.checkOpen();
    }

    /** What the deployment was opened with. */
    ClientOptions options() {
        return entry.options();
    }

    SessionCount sessions() {
        return entry.sessions();
    }

    /** Whether a command can still be run through it; says nothing about the server. */
    boolean isUsable() {
        return !released.get() && !registry.isClosed();
    }

    /** Gives the share back. Idempotent. */
    void release() {
        if (released.compareAndSet(false, true)) {
            registry.release(entry);
        }
    }
}
