package io.github.mooring.client;

import io.github.mooring.operation.CommandWriter;
import java.util.Map;
import org.bson.codecs.Codec;

/**
 * A document that takes the place of another; immutable.
 *
 * <p>The server tells an update from a replacement by the first key alone, so a replacement that begins with an
 * operator would be carried out as an update.
 */
record Replacement<T>(T document, Codec<T> codec) {
    Replacement {
        if (document instanceof Map<?, ?> map && !map.isEmpty()) {
            Object first = map.keySet().iterator().next();
            if (first instanceof String name && name.startsWith("$")) {
                throw new IllegalArgumentException("replacement begins with '" + name
                        + "', which is an operator; to change a document by operators use updateOne");
            }
        }
    }

    /** Writes the document as a field. */
    void write(CommandWriter out, String name) {
        out.stored(name, document, codec);
    }
}
