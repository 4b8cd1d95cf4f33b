package io.github.mooring.unified;

import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Whether a client has written to the log what is expected. Not thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#expectedlogmessagesforclient">
 *     Unified Test Format: expectedLogMessagesForClient</a>
 */
final class LogMatcher {
    private final Matcher matcher;

    LogMatcher(Matcher matcher) {
        this.matcher = matcher;
    }

    /** Compares the list that a case has for one client. */
    void check(BsonDocument expected, LogRecorder written) {
        List<BsonValue> ignored =
                expected.getArray("ignoreMessages", new BsonArray()).getValues();
        List<BsonValue> messages = expected.getArray("messages").getValues();
        boolean more =
                expected.getBoolean("ignoreExtraMessages", BsonBoolean.FALSE).getValue();
        List<BsonDocument> lines = written.ofFirstTopology().stream()
                .filter(line -> ignored.stream().noneMatch(one -> matches(one.asDocument(), line)))
                .toList();
        for (int i = 0; i < Math.min(messages.size(), lines.size()); i++) {
            check("line " + i + " of " + lines, messages.get(i).asDocument(), lines.get(i));
        }
        if (lines.size() < messages.size() || (lines.size() > messages.size() && !more)) {
            throw new AssertionError(
                    "there are " + lines.size() + " lines, expected " + messages.size() + ": " + lines);
        }
    }

    private boolean matches(BsonDocument expected, BsonDocument line) {
        try {
            check("line", expected, line);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private void check(String what, BsonDocument expected, BsonDocument line) {
        for (Map.Entry<String, BsonValue> part : expected.entrySet()) {
            if (part.getKey().equals("failureIsRedacted")) {
                throw new LackingException("log message failureIsRedacted");
            }
            matcher.check(what + ", " + part.getKey(), part.getValue(), line.get(part.getKey()), true);
        }
    }
}
