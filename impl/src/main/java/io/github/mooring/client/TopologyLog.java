package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ServerClosed;
import io.github.mooring.api.event.ServerHeartbeatFailed;
import io.github.mooring.api.event.ServerHeartbeatStarted;
import io.github.mooring.api.event.ServerHeartbeatSucceeded;
import io.github.mooring.api.event.ServerOpening;
import io.github.mooring.api.event.TopologyClosed;
import io.github.mooring.api.event.TopologyDescriptionChanged;
import io.github.mooring.api.event.TopologyListener;
import io.github.mooring.api.event.TopologyOpening;
import java.lang.System.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what becomes known of the servers to the log, one line each, in the words of the specification; thread-safe. A change
 * of one server has no line of its own: it stands in the one of all of them.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#log-messages">
 *     SDAM Logging and Monitoring: log messages</a>
 */
final class TopologyLog implements TopologyListener {
    /** The specification's component {@code topology}. */
    static final String LOGGER = "io.github.mooring.topology";

    private final Logger log = System.getLogger(LOGGER);
    private final DocumentText documents;

    TopologyLog(DocumentText documents) {
        this.documents = documents;
    }

    /** Whether anything would be written. */
    boolean isOn() {
        return log.isLoggable(LogLine.LEVEL);
    }

    @Override
    public void topologyOpening(TopologyOpening event) {
        line("Starting topology monitoring", event.topologyId()).write(log);
    }

    @Override
    public void topologyDescriptionChanged(TopologyDescriptionChanged event) {
        line("Topology description changed", event.topologyId())
                .with("previousDescription", TopologyText.of(event.previousDescription()))
                .with("newDescription", TopologyText.of(event.newDescription()))
                .write(log);
    }

    @Override
    public void topologyClosed(TopologyClosed event) {
        line("Stopped topology monitoring", event.topologyId()).write(log);
    }

    @Override
    public void serverOpening(ServerOpening event) {
        line("Starting server monitoring", event.topologyId())
                .with(event.address())
                .write(log);
    }

    @Override
    public void serverClosed(ServerClosed event) {
        line("Stopped server monitoring", event.topologyId())
                .with(event.address())
                .write(log);
    }

    @Override
    public void serverHeartbeatStarted(ServerHeartbeatStarted event) {
        line(
                        "Server heartbeat started",
                        event.topologyId(),
                        event.address(),
                        event.connectionId(),
                        event.serverConnectionId())
                .with("awaited", event.awaited())
                .write(log);
    }

    @Override
    public void serverHeartbeatSucceeded(ServerHeartbeatSucceeded event) {
        line(
                        "Server heartbeat succeeded",
                        event.topologyId(),
                        event.address(),
                        event.connectionId(),
                        event.serverConnectionId())
                .with("awaited", event.awaited())
                .with(event.duration())
                .with("reply", documents.of(event.reply()))
                .write(log);
    }

    @Override
    public void serverHeartbeatFailed(ServerHeartbeatFailed event) {
        line(
                        "Server heartbeat failed",
                        event.topologyId(),
                        event.address(),
                        event.connectionId(),
                        event.serverConnectionId())
                .with("awaited", event.awaited())
                .with(event.duration())
                .withError("failure", event.failure())
                .write(log);
    }

    private static LogLine line(String message, long topologyId) {
        return new LogLine(message).with("topologyId", topologyId);
    }

    private static LogLine line(
            String message,
            long topologyId,
            ServerAddress server,
            long connectionId,
            @Nullable Long serverConnectionId) {
        return line(message, topologyId)
                .with(server)
                .with("driverConnectionId", connectionId)
                .with("serverConnectionId", serverConnectionId);
    }
}
