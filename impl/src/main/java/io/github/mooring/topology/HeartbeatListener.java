package io.github.mooring.topology;

import io.github.mooring.api.MongoException;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.wire.RawDocument;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every heartbeat of one monitor, of those too whose outcome is of no interest any more, on the thread that runs the
 * monitor. {@link #started} is followed by {@link #succeeded} or {@link #failed} in any case. Does not block and does not throw.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#heartbeats">
 *     SDAM Logging and Monitoring: heartbeats</a>
 */
public interface HeartbeatListener {
    /**
     * The server is about to be asked, and connected to if there is no connection.
     *
     * @param connectionId       the number of the connection among those of this monitor, 1, 2, 3 and so on
     * @param serverConnectionId the server's number for it; null while it is not known
     * @param awaited            whether the server may keep its answer back until there is something new
     */
    void started(long connectionId, @Nullable Long serverConnectionId, boolean awaited);

    /**
     * The server has said something; whether that makes sense turns out later.
     *
     * @param reply a view that is valid only until this method returns
     */
    void replied(RawDocument reply, ConnectionDescription server);

    /**
     * What it said makes sense.
     *
     * @param took how long that took: the round trip, unless it was awaited
     */
    void succeeded(Duration took);

    /**
     * It did not answer, or what it said makes no sense.
     *
     * @param took how long it took to learn that
     */
    void failed(MongoException error, Duration took);
}
