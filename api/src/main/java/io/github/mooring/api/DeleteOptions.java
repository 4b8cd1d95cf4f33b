package io.github.mooring.api;

import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How documents are deleted; immutable: each method with an argument returns a changed copy.
 *
 * @param hint which index the server shall use, as its key document; null leaves it to the server
 * @param collation how strings compare; null is the collection's own way
 * @param let variables that the filter may use; null is none
 * @param comment a remark that shows in the server's log and profiler; null is none
 */
public record DeleteOptions(
        @Nullable Bson hint,
        @Nullable Bson collation,
        @Nullable Bson let,
        @Nullable String comment) {
    /** Nothing special. */
    public static final DeleteOptions DEFAULTS = new DeleteOptions(null, null, null, null);

    /** These options with another {@code hint}. */
    public DeleteOptions hint(Bson hint) {
        return new DeleteOptions(hint, collation, let, comment);
    }

    /** These options with another {@code collation}. */
    public DeleteOptions collation(Bson collation) {
        return new DeleteOptions(hint, collation, let, comment);
    }

    /** These options with another {@code let}. */
    public DeleteOptions let(Bson let) {
        return new DeleteOptions(hint, collation, let, comment);
    }

    /** These options with another {@code comment}. */
    public DeleteOptions comment(String comment) {
        return new DeleteOptions(hint, collation, let, comment);
    }
}
