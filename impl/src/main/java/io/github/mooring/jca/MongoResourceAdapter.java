package io.github.mooring.jca;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.client.Option;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Map;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The adapter as the container starts and stops it. Its properties are defaults for its connection factories; a
 * factory's own go first. It owns the sockets and background tasks of all of them, begins them when they are first
 * needed, and ends them in {@link #stop}.
 *
 * <p>{@link #start} does no I/O and checks no configuration: a server that is down, or a property that is wrong, shows
 * where somebody asks for a session, and keeps neither the container nor other applications from starting.
 */
public final class MongoResourceAdapter extends ConnectionProperties implements ResourceAdapter {
    private static final long serialVersionUID = 1L;
    private static final String MAX_TOTAL_CONNECTIONS = Option.MAX_TOTAL_CONNECTIONS.propertyName();
    private static final String PING_INTERVAL = "PingIntervalMS";
    /** As the specification has it for heartbeats: Server Monitoring, minHeartbeatFrequencyMS. */
    private static final int LEAST_PING_INTERVAL_MS = 500;

    /** Set by start and kept after stop, so that late callers hear that it has stopped. Written by one thread at a time. */
    private transient volatile @Nullable AdapterRuntime runtime;

    /** What can be seen of the container's transactions; null for nothing. Set by start, and forgotten by stop. */
    private transient volatile @Nullable JtaView transactions;

    /** Set by stop; an adapter that has stopped is of no further use (Connectors 6.3.5). */
    private transient volatile boolean stopped;

    /** An adapter that has not started. */
    public MongoResourceAdapter() {}

    /** Time between two pings of a server. */
    public @Nullable Integer getPingIntervalMS() {
        return number(PING_INTERVAL);
    }

    /**
     * Sets the time between two pings of a server, for factories that do not set {@code HeartbeatFrequencyMS}: in
     * milliseconds, at least 500, by default that of {@link io.github.mooring.client.Option#HEARTBEAT_FREQUENCY}.
     */
    public void setPingIntervalMS(@Nullable Integer pingIntervalMS) {
        set(PING_INTERVAL, pingIntervalMS);
    }

    /** Most connections of all factories together. */
    public @Nullable Integer getMaxTotalConnections() {
        return number(MAX_TOTAL_CONNECTIONS);
    }

    /** Sets {@link Option#MAX_TOTAL_CONNECTIONS}, which holds from the first session on until the adapter stops. */
    public void setMaxTotalConnections(@Nullable Integer maxTotalConnections) {
        set(MAX_TOTAL_CONNECTIONS, maxTotalConnections);
    }

    /**
     * Takes what the container offers. No I/O; returns at once.
     *
     * @throws ResourceAdapterInternalException if this adapter was started before, or the container cannot offer works;
     *     nothing is left behind then
     */
    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        if (stopped || runtime != null) {
            throw new ResourceAdapterInternalException("the adapter has been started before and "
                    + (stopped ? "has stopped" : "is running") + "; a new start needs a new instance");
        }
        try {
            runtime = AdapterRuntime.inContainer(context, !Boolean.FALSE.equals(getJmx()));
            transactions = JtaView.of(context);
        } catch (RuntimeException e) {
            throw new ResourceAdapterInternalException("the adapter cannot start: " + e.getMessage(), e);
        }
    }

    /** Ends everything that the adapter and its factories have begun. Bounded; idempotent; throws nothing. */
    @Override
    public void stop() {
        stopped = true;
        transactions = null;
        AdapterRuntime running = runtime;
        if (running != null) {
            running.close();
        }
    }

    /**
     * What the adapter's properties mean to a factory that does not say otherwise.
     *
     * @throws MongoConfigurationException if {@code PingIntervalMS} is wrong; the other properties are checked where they
     *     are used
     */
    Map<Option, String> defaults() {
        Map<Option, String> defaults = options();
        Integer interval = getPingIntervalMS();
        if (interval != null) {
            if (interval < LEAST_PING_INTERVAL_MS) {
                throw new MongoConfigurationException("property PingIntervalMS of the resource adapter is " + interval
                        + "; allowed are " + LEAST_PING_INTERVAL_MS + " ms and more");
            }
            defaults.put(Option.HEARTBEAT_FREQUENCY, interval.toString());
        }
        return defaults;
    }

    /**
     * The deployments of the adapter's factories.
     *
     * @throws IllegalStateException if the adapter is not running
     */
    DeploymentRegistry deployments() throws IllegalStateException {
        AdapterRuntime running = runtime;
        if (stopped) {
            throw new IllegalStateException("the resource adapter has stopped; look the factory up again once it runs");
        } else if (running == null) {
            throw new IllegalStateException("the resource adapter has not been started yet");
        }
        return running.deployments();
    }

    /** What can be seen of the container's transactions; null for nothing. */
    @Nullable
    JtaView transactions() {
        return transactions;
    }

    /** Always fails: this adapter delivers no messages. */
    @Override
    public void endpointActivation(MessageEndpointFactory endpoints, ActivationSpec specification)
            throws NotSupportedException {
        throw new NotSupportedException("this adapter has no message endpoints; "
                + specification.getClass().getName() + " cannot be activated");
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory endpoints, ActivationSpec specification) {
        // nothing can have been activated
    }

    /** Always empty: MongoDB offers clients no two-phase commit, so there is nothing to recover. */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specifications) {
        return new XAResource[0];
    }
}
