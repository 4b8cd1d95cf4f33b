package io.github.mooring.session;

import io.github.mooring.wire.RawDocument;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * What makes the operations of a session follow one another wherever they are carried out: each read is told what the session has seen
 * last. Immutable; what it refers to is thread-safe.
 *
 * @param bond  what the session has seen
 * @param clock the deployment's
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/causal-consistency/causal-consistency.md">Causal
 *     Consistency</a>
 */
public record Causality(Bond bond, ClusterTime clock) {
    /** What a read has to come after; null if the session has seen nothing. */
    public @Nullable BsonTimestamp after() {
        return bond.operationTime();
    }

    /** What a server has said of the deployment's clock; null if none has. */
    public @Nullable BsonDocument clusterTime() {
        return clock.latest();
    }

    /** Notes what a reply says, be it an error or not. */
    public void note(RawDocument reply) {
        clock.note(reply);
        BsonTimestamp time = reply.timestamp("operationTime");
        if (time != null) {
            bond.seen(time);
        }
    }
}
