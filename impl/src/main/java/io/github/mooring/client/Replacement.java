package io.github.mooring.client;

import io.github.mooring.operation.Checks;
import io.github.mooring.operation.CommandWriter;
import org.bson.codecs.Codec;

/** A document that takes the place of another; immutable. */
record Replacement<T>(T document, Codec<T> codec) {
    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if it begins with an operator
     */
    Replacement {
        Checks.replacement(document, codec);
    }

    /** Writes the document as a field. */
    void write(CommandWriter out, String name) {
        out.stored(name, document, codec);
    }
}
