package io.github.mooring.api.event;

/**
 * Hears what becomes known of the servers of a session factory: which there are, what they are, how they fare. Every method
 * does nothing unless it is overridden.
 *
 * <p>The events of one factory come one at a time and in the order in which things happened, a moment later and on a background
 * thread that does nothing else; the last ones as a rule on the thread that closes the factory. Those of several factories may come
 * at the same time. Be quick and do not block: nobody waits for a listener but the events behind it, up to 10,000, and whoever
 * closes the factory; further events are dropped, and that is logged. What a method throws is logged, once for each kind of event,
 * and has no other effect.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#events-api">
 *     SDAM Logging and Monitoring: events</a>
 */
public interface TopologyListener {
    /** A session factory begins to look for its servers: always the first event. */
    default void topologyOpening(TopologyOpening event) {}

    /** The servers are not what they were, or not those that they were. */
    default void topologyDescriptionChanged(TopologyDescriptionChanged event) {}

    /** A session factory has ended: always the last event. */
    default void topologyClosed(TopologyClosed event) {}

    /** A server belongs to the others from now on. */
    default void serverOpening(ServerOpening event) {}

    /** A server is not what it was. */
    default void serverDescriptionChanged(ServerDescriptionChanged event) {}

    /** A server no longer belongs to the others. */
    default void serverClosed(ServerClosed event) {}

    /** A server is being asked how it is. */
    default void serverHeartbeatStarted(ServerHeartbeatStarted event) {}

    /** A server has said how it is. */
    default void serverHeartbeatSucceeded(ServerHeartbeatSucceeded event) {}

    /** A server has not said how it is. */
    default void serverHeartbeatFailed(ServerHeartbeatFailed event) {}
}
