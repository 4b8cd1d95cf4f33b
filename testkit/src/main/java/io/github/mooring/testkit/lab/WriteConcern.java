package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.ErrorNames;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many members a client wants to have a write before it is answered, and how long it waits for them.
 *
 * @param document as the client sent it
 * @param members how many members; negative for a majority
 * @param timeout null for no limit
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/read-write-concern/read-write-concern.md">Read and
 *     write concern</a>
 */
record WriteConcern(
        Document document, int members, @Nullable Duration timeout) {
    static final int MAJORITY = -1;

    /** How waiting for the members has ended. */
    enum Outcome {
        /** Enough of them have the write. */
        ENOUGH(0, ""),
        TIMEOUT(64, "waiting for replication timed out"),
        /** There are not that many. */
        IMPOSSIBLE(100, "Not enough data-bearing nodes"),
        STEPPED_DOWN(189, "Primary stepped down while waiting for replication"),
        SHUT_DOWN(91, "Replication is being shut down");

        private final int code;
        private final String text;

        Outcome(int code, String text) {
            this.code = code;
            this.text = text;
        }
    }

    /** What a command asks for; null if one member is enough. */
    static @Nullable WriteConcern of(Document command) {
        if (!(command.get("writeConcern") instanceof Document concern)) {
            return null;
        }
        Duration timeout = concern.get("wtimeout") instanceof Number millis && millis.longValue() > 0
                ? Duration.ofMillis(millis.longValue())
                : null;
        if ("majority".equals(concern.get("w"))) {
            return new WriteConcern(concern, MAJORITY, timeout);
        }
        return concern.get("w") instanceof Number members && members.intValue() > 1
                ? new WriteConcern(concern, members.intValue(), timeout)
                : null;
    }

    /** Says in the reply to a write that was done what has become of its concern. */
    void report(Outcome outcome, Document reply) {
        if (outcome == Outcome.ENOUGH) {
            return;
        }
        Document error = new Document("code", outcome.code)
                .append("codeName", ErrorNames.of(outcome.code))
                .append("errmsg", outcome.text);
        Document info = new Document("writeConcern", document);
        if (outcome == Outcome.TIMEOUT) {
            info.append("wtimeout", true);
        }
        reply.append("writeConcernError", error.append("errInfo", info));
    }
}
