package io.github.mooring.operation;

import java.time.Duration;
import org.bson.codecs.Encoder;
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
    public static void update(Bson update) {
        String first = FirstKey.of(update);
        if (first == null) {
            throw new IllegalArgumentException("update is empty; give at least one operator, such as $set");
        }
        if (!first.startsWith("$")) {
            throw new IllegalArgumentException("update begins with '" + first
                    + "', which is not an operator such as $set; to replace the document use replaceOne");
        }
    }

    /** A replacement that began with an operator would be carried out as an update. */
    public static <T> void replacement(T document, Encoder<T> encoder) {
        String first = FirstKey.of(document, encoder);
        if (first != null && first.startsWith("$")) {
            throw new IllegalArgumentException("replacement begins with '" + first
                    + "', which is an operator; to change a document by operators use updateOne");
        }
    }
}
