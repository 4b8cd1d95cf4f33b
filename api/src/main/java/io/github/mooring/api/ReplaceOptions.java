package io.github.mooring.api;

import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How a document is replaced; immutable: each method with an argument returns a changed copy.
 *
 * @param upsert whether a document is inserted when none matches
 * @param bypassDocumentValidation whether the collection's validator is passed over
 * @param hint which index the server shall use, as its key document; null leaves it to the server
 * @param collation how strings compare; null is the collection's own way
 * @param let variables that the filter may use; null is none
 * @param comment a remark that shows in the server's log and profiler; null is none
 */
public record ReplaceOptions(
        boolean upsert,
        boolean bypassDocumentValidation,
        @Nullable Bson hint,
        @Nullable Bson collation,
        @Nullable Bson let,
        @Nullable String comment) {
    /** Nothing special. */
    public static final ReplaceOptions DEFAULTS = new ReplaceOptions(false, false, null, null, null, null);

    /** These options with another {@code upsert}. */
    public ReplaceOptions upsert(boolean upsert) {
        return new ReplaceOptions(upsert, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code bypassDocumentValidation}. */
    public ReplaceOptions bypassDocumentValidation(boolean bypassDocumentValidation) {
        return new ReplaceOptions(upsert, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code hint}. */
    public ReplaceOptions hint(Bson hint) {
        return new ReplaceOptions(upsert, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code collation}. */
    public ReplaceOptions collation(Bson collation) {
        return new ReplaceOptions(upsert, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code let}. */
    public ReplaceOptions let(Bson let) {
        return new ReplaceOptions(upsert, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code comment}. */
    public ReplaceOptions comment(String comment) {
        return new ReplaceOptions(upsert, bypassDocumentValidation, hint, collation, let, comment);
    }
}
