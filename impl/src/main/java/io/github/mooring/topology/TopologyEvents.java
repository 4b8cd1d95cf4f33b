package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ServerClosed;
import io.github.mooring.api.event.ServerDescriptionChanged;
import io.github.mooring.api.event.ServerOpening;
import io.github.mooring.api.event.ServerState;
import io.github.mooring.api.event.TopologyClosed;
import io.github.mooring.api.event.TopologyDescriptionChanged;
import io.github.mooring.api.event.TopologyEvent;
import io.github.mooring.api.event.TopologyOpening;
import io.github.mooring.api.event.TopologyState;
import java.util.ArrayList;
import java.util.List;

/**
 * What an application hears of two descriptions that follow each other; stateless. To be delivered in the order in which the
 * descriptions did.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#events-api">
 *     SDAM Logging and Monitoring: events</a>
 */
public final class TopologyEvents {
    private TopologyEvents() {}

    /** Of the first description. */
    public static List<TopologyEvent> opening(long topologyId, TopologyDescription start) {
        List<TopologyEvent> events = new ArrayList<>();
        events.add(new TopologyOpening(topologyId));
        events.add(new TopologyDescriptionChanged(
                topologyId, stateOf(TopologyDescription.empty(start.settings())), stateOf(start)));
        start.servers().forEach(server -> events.add(new ServerOpening(topologyId, server.address())));
        return List.copyOf(events);
    }

    /** Of a later one; nothing if it is no news to those who knew the one before. */
    public static List<TopologyEvent> between(long topologyId, TopologyDescription before, TopologyDescription after) {
        List<TopologyEvent> events = new ArrayList<>();
        TopologyChange change = new TopologyChange(before, after);
        for (ServerDescription server : after.servers()) {
            before.server(server.address())
                    .filter(known -> !server.saysTheSameAs(known))
                    .ifPresent(known -> events.add(changed(topologyId, known, server)));
        }
        for (ServerAddress server : change.added()) {
            events.add(new ServerOpening(topologyId, server));
        }
        for (ServerAddress server : change.removed()) {
            events.add(new ServerClosed(topologyId, server));
        }
        if (!after.saysTheSameAs(before)) {
            events.add(new TopologyDescriptionChanged(topologyId, stateOf(before), stateOf(after)));
        }
        return List.copyOf(events);
    }

    /** Of the end, after the last description. */
    public static List<TopologyEvent> closing(long topologyId, TopologyDescription last) {
        List<TopologyEvent> events = new ArrayList<>(between(topologyId, last, Discovery.close(last)));
        events.add(new TopologyClosed(topologyId));
        return List.copyOf(events);
    }

    /** A description as applications see it. */
    public static TopologyState stateOf(TopologyDescription topology) {
        return new TopologyState(
                TopologyState.Type.valueOf(topology.type().name()),
                topology.setName(),
                topology.servers().stream().map(TopologyEvents::stateOf).toList(),
                topology.compatibilityError());
    }

    /** A server's description as applications see it. */
    public static ServerState stateOf(ServerDescription server) {
        Membership membership = server.hello().membership();
        WireVersions spoken = server.hello().wireVersions();
        RoundTripTime roundTrip = server.roundTrip();
        return new ServerState(
                server.address(),
                ServerState.Type.valueOf(server.type().name()),
                membership.setName(),
                membership.me(),
                membership.primary(),
                membership.hosts(),
                membership.passives(),
                membership.arbiters(),
                membership.tags(),
                spoken.min(),
                spoken.max(),
                roundTrip == null ? null : roundTrip.average(),
                server.error());
    }

    private static ServerDescriptionChanged changed(
            long topologyId, ServerDescription before, ServerDescription after) {
        return new ServerDescriptionChanged(topologyId, after.address(), stateOf(before), stateOf(after));
    }
}
