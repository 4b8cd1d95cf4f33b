package io.github.mooring.session;

import io.github.mooring.wire.RawDocument;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * The latest time of a deployment's clock that a causally consistent session has heard of, signed by a server, so that it can be told to
 * others; thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/sessions/driver-sessions.md#gossipping-the-cluster-time">
 *     Driver Sessions: gossipping the cluster time</a>
 */
public final class ClusterTime {
    private final AtomicReference<@Nullable BsonDocument> latest = new AtomicReference<>();

    /** Not heard of yet. */
    public ClusterTime() {}

    /** As a server has said it; null if none has. */
    public @Nullable BsonDocument latest() {
        return latest.get();
    }

    /** Notes what a reply says, if that is later than what is known. */
    void note(RawDocument reply) {
        RawDocument told = reply.document("$clusterTime");
        BsonTimestamp time = told == null ? null : told.timestamp("clusterTime");
        if (told != null && time != null && isLater(time, latest.get())) {
            BsonDocument whole = told.toBsonDocument();
            latest.accumulateAndGet(whole, ClusterTime::later);
        }
    }

    private static @Nullable BsonDocument later(@Nullable BsonDocument known, @Nullable BsonDocument told) {
        return told != null && isLater(told.getTimestamp("clusterTime"), known) ? told : known;
    }

    private static boolean isLater(BsonTimestamp time, @Nullable BsonDocument known) {
        return known == null || time.compareTo(known.getTimestamp("clusterTime")) > 0;
    }
}
