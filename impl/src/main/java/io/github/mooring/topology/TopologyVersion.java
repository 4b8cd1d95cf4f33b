package io.github.mooring.topology;

import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How new what a server says of itself is; immutable. Replies and errors reach the client in any order, so the older one
 * must not replace the newer.
 *
 * @param processId of the server's process: numbers of another one cannot be compared
 * @param counter   rises with each change of the server's state
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#topologyversion-comparison">
 *     Server Discovery and Monitoring: topologyVersion comparison</a>
 */
public record TopologyVersion(ObjectId processId, long counter) {
    /**
     * How new an error is.
     *
     * @param reply the server's reply as extended JSON
     * @return null if it does not say so, or not in a way that makes sense: then it counts as news
     */
    public static @Nullable TopologyVersion ofError(String reply) {
        BsonValue version = BsonDocument.parse(reply).get("topologyVersion");
        if (version == null || !version.isDocument()) {
            return null;
        }
        BsonValue processId = version.asDocument().get("processId");
        BsonValue counter = version.asDocument().get("counter");
        if (processId == null || !processId.isObjectId() || counter == null || !counter.isNumber()) {
            return null;
        }
        return new TopologyVersion(
                processId.asObjectId().getValue(), counter.asNumber().longValue());
    }

    /** Whether this was surely said before {@code known}. What cannot be compared counts as news. */
    boolean isOlderThan(@Nullable TopologyVersion known) {
        return known != null && processId.equals(known.processId) && counter < known.counter;
    }

    /** As {@link #isOlderThan}, or said of the same state. */
    boolean isNotNewerThan(@Nullable TopologyVersion known) {
        return isOlderThan(known) || equals(known);
    }
}
