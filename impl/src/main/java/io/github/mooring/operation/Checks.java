package io.github.mooring.operation;

import java.time.Duration;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** Checks of what the caller gives, before anything is sent. */
public final class Checks {
    private Checks() {}

    static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed is 0 or more");
        }
    }

    static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value.toMillis() + " ms, allowed is 0 or more");
        }
    }

    /** An update changes by operators; a replacement that got here by mistake would wipe the document. */
    public static Bson update(Bson update) {
        BsonDocument document = Codecs.tree(update);
        if (document.isEmpty()) {
            throw new IllegalArgumentException("update is empty; give at least one operator, such as $set");
        }
        String first = document.getFirstKey();
        if (!first.startsWith("$")) {
            throw new IllegalArgumentException("update begins with '" + first
                    + "', which is not an operator such as $set; to replace the document use replaceOne");
        }
        return update;
    }
}
