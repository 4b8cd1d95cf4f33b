package io.github.mooring.client;

import io.github.mooring.api.event.ServerClosed;
import io.github.mooring.api.event.ServerDescriptionChanged;
import io.github.mooring.api.event.ServerHeartbeatFailed;
import io.github.mooring.api.event.ServerHeartbeatStarted;
import io.github.mooring.api.event.ServerHeartbeatSucceeded;
import io.github.mooring.api.event.ServerOpening;
import io.github.mooring.api.event.ServerState;
import io.github.mooring.api.event.TopologyClosed;
import io.github.mooring.api.event.TopologyDescriptionChanged;
import io.github.mooring.api.event.TopologyEvent;
import io.github.mooring.api.event.TopologyListener;
import io.github.mooring.api.event.TopologyOpening;
import io.github.mooring.api.event.TopologyState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Writes all events down, in the order in which they come; thread-safe. */
final class RecordingTopologyListener implements TopologyListener {
    private final List<TopologyEvent> events = new CopyOnWriteArrayList<>();

    /** What there has been so far. */
    List<TopologyEvent> events() {
        return List.copyOf(events);
    }

    /** Those of one kind. */
    <E extends TopologyEvent> List<E> of(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** All but the heartbeats, in a few words each. */
    List<String> changes() {
        return events.stream()
                .map(RecordingTopologyListener::described)
                .filter(text -> !text.startsWith("heartbeat"))
                .toList();
    }

    static String described(TopologyEvent event) {
        if (event instanceof TopologyDescriptionChanged changed) {
            return described(changed.previousDescription()) + " to " + described(changed.newDescription());
        }
        if (event instanceof ServerDescriptionChanged changed) {
            return "server " + changed.previousDescription().type() + " to "
                    + changed.newDescription().type();
        }
        if (event instanceof TopologyOpening) {
            return "opening";
        }
        if (event instanceof TopologyClosed) {
            return "closed";
        }
        if (event instanceof ServerOpening) {
            return "server opening";
        }
        return event instanceof ServerClosed ? "server closed" : "heartbeat";
    }

    /** Without distances, whose changes are no news. */
    static String described(TopologyState topology) {
        return topology.type()
                + topology.servers().stream()
                        .map(ServerState::type)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public void topologyOpening(TopologyOpening event) {
        events.add(event);
    }

    @Override
    public void topologyDescriptionChanged(TopologyDescriptionChanged event) {
        events.add(event);
    }

    @Override
    public void topologyClosed(TopologyClosed event) {
        events.add(event);
    }

    @Override
    public void serverOpening(ServerOpening event) {
        events.add(event);
    }

    @Override
    public void serverDescriptionChanged(ServerDescriptionChanged event) {
        events.add(event);
    }

    @Override
    public void serverClosed(ServerClosed event) {
        events.add(event);
    }

    @Override
    public void serverHeartbeatStarted(ServerHeartbeatStarted event) {
        events.add(event);
    }

    @Override
    public void serverHeartbeatSucceeded(ServerHeartbeatSucceeded event) {
        events.add(event);
    }

    @Override
    public void serverHeartbeatFailed(ServerHeartbeatFailed event) {
        events.add(event);
    }
}
