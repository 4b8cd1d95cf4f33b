package io.github.mooring.api.event;

/**
 * Hears what happens in the pools of connections of a session factory. Every method does nothing unless it is overridden.
 *
 * <p>Many threads call at once, so an implementation has to be thread-safe; the events of one pool come one at a time and
 * in order. The caller is usually a thread that asks for a connection or gives it back, and waits meanwhile: be quick, do
 * not block, do not use the session factory. What a method throws is logged, once for each kind of event, and has no
 * other effect.
 *
 * <p>A method that blocks all the same keeps the one thread that calls it from its work, beyond its deadline if it takes
 * that long, and no other: no lock is held, and connections are given out and taken back meanwhile. The events that they
 * cause wait in memory and come afterwards, in order and possibly on another thread; up to 10,000 for each pool, further
 * ones are dropped. A thread that delivers for others goes back to its work after a hundred events; what it has left comes
 * with the next event of that pool, or with its maintenance, which follows within seconds.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#connection-pool-monitoring">
 *     Connection Monitoring and Pooling: events</a>
 */
public interface ConnectionPoolListener {
    /** A pool was made. */
    default void connectionPoolCreated(ConnectionPoolCreated event) {}

    /** A pool gives out connections from now on. */
    default void connectionPoolReady(ConnectionPoolReady event) {}

    /** The connections of a pool are in doubt. */
    default void connectionPoolCleared(ConnectionPoolCleared event) {}

    /** A pool has ended. */
    default void connectionPoolClosed(ConnectionPoolClosed event) {}

    /** A connection is about to be opened. */
    default void connectionCreated(ConnectionCreated event) {}

    /** A connection can be used. */
    default void connectionReady(ConnectionReady event) {}

    /** A connection is closed, or could not be opened. */
    default void connectionClosed(ConnectionClosed event) {}

    /** Somebody asks for a connection. */
    default void connectionCheckOutStarted(ConnectionCheckOutStarted event) {}

    /** Somebody gets none. */
    default void connectionCheckOutFailed(ConnectionCheckOutFailed event) {}

    /** Somebody gets one. */
    default void connectionCheckedOut(ConnectionCheckedOut event) {}

    /** Somebody has given one back. */
    default void connectionCheckedIn(ConnectionCheckedIn event) {}
}
