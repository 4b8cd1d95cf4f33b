package io.github.mooring.client;

import io.github.mooring.api.event.ServerClosed;
import io.github.mooring.api.event.ServerDescriptionChanged;
import io.github.mooring.api.event.ServerHeartbeatFailed;
import io.github.mooring.api.event.ServerHeartbeatStarted;
import io.github.mooring.api.event.ServerHeartbeatSucceeded;
import io.github.mooring.api.event.ServerOpening;
import io.github.mooring.api.event.TopologyClosed;
import io.github.mooring.api.event.TopologyDescriptionChanged;
import io.github.mooring.api.event.TopologyEvent;
import io.github.mooring.api.event.TopologyListener;
import io.github.mooring.api.event.TopologyOpening;

/** Calls the method of a listener that an event is for. Stateless. */
final class TopologyTeller {
    private TopologyTeller() {}

    static void tell(TopologyListener listener, TopologyEvent event) {
        if (event instanceof ServerHeartbeatStarted started) {
            listener.serverHeartbeatStarted(started);
        } else if (event instanceof ServerHeartbeatSucceeded succeeded) {
            listener.serverHeartbeatSucceeded(succeeded);
        } else if (event instanceof ServerHeartbeatFailed failed) {
            listener.serverHeartbeatFailed(failed);
        } else {
            tellOfChange(listener, event);
        }
    }

    private static void tellOfChange(TopologyListener listener, TopologyEvent event) {
        if (event instanceof TopologyDescriptionChanged changed) {
            listener.topologyDescriptionChanged(changed);
        } else if (event instanceof ServerDescriptionChanged changed) {
            listener.serverDescriptionChanged(changed);
        } else if (event instanceof ServerOpening opening) {
            listener.serverOpening(opening);
        } else if (event instanceof ServerClosed closed) {
            listener.serverClosed(closed);
        } else if (event instanceof TopologyOpening opening) {
            listener.topologyOpening(opening);
        } else if (event instanceof TopologyClosed closed) {
            listener.topologyClosed(closed);
        }
    }
}
