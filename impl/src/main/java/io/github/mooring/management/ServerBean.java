package io.github.mooring.management;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.client.Insight;
import io.github.mooring.client.ServerReport;
import io.github.mooring.topology.Heartbeat;
import io.github.mooring.topology.RoundTripTime;
import io.github.mooring.topology.ServerDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** See {@link ServerMXBean}; thread-safe. */
final class ServerBean implements ServerMXBean {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Source<Insight> deployment;
    private final ServerAddress address;

    ServerBean(Source<Insight> deployment, ServerAddress address) {
        this.deployment = deployment;
        this.address = address;
    }

    private @Nullable ServerReport report() {
        return deployment.get().server(address);
    }

    /** What is known of it, which is nothing if it has left. */
    private ServerDescription description() {
        ServerReport report = report();
        return report == null ? ServerDescription.unknown(address) : report.description();
    }

    private Heartbeat heartbeat() {
        ServerReport report = report();
        return report == null ? Heartbeat.NONE : report.heartbeat();
    }

    @Override
    public String getAddress() {
        return address.toString();
    }

    @Override
    public String getType() {
        return description().type().toString();
    }

    @Override
    public Condition getState() {
        ServerReport report = report();
        if (report == null) {
            return Condition.GONE;
        }
        ServerDescription known = report.description();
        if (known.type().isAvailable()) {
            return Condition.AVAILABLE;
        }
        return known.error() == null ? Condition.UNKNOWN : Condition.FAILED;
    }

    @Override
    public @Nullable String getSetName() {
        return description().setName();
    }

    @Override
    public @Nullable Double getRoundTripMillis() {
        RoundTripTime distance = description().roundTrip();
        return distance == null ? null : distance.average().toNanos() / NANOS_PER_MILLI;
    }

    @Override
    public @Nullable String getLastError() {
        return description().error();
    }

    @Override
    public int getMinWireVersion() {
        return description().hello().wireVersions().min();
    }

    @Override
    public int getMaxWireVersion() {
        return description().hello().wireVersions().max();
    }

    @Override
    public @Nullable String getLastHeartbeatTime() {
        Instant at = heartbeat().at();
        return at == null ? null : at.toString();
    }

    @Override
    public long getHeartbeatsAnswered() {
        return heartbeat().answered();
    }

    @Override
    public long getHeartbeatsFailed() {
        return heartbeat().failed();
    }

    @Override
    public int getOperationCount() {
        ServerReport report = report();
        return report == null ? 0 : report.operations();
    }
}
