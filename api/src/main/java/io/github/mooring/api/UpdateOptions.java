package io.github.mooring.api;

import java.util.List;
import java.util.Objects;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How documents are changed; immutable: each method with an argument returns a changed copy.
 *
 * @param upsert whether a document is inserted when none matches
 * @param arrayFilters which elements of arrays the update is for
 * @param bypassDocumentValidation whether the collection's validator is passed over
 * @param hint which index the server shall use, as its key document; null leaves it to the server
 * @param collation how strings compare; null is the collection's own way
 * @param let variables that the filter may use; null is none
 * @param comment a remark that shows in the server's log and profiler; null is none
 */
public record UpdateOptions(
        boolean upsert,
        List<Bson> arrayFilters,
        boolean bypassDocumentValidation,
        @Nullable Bson hint,
        @Nullable Bson collation,
        @Nullable Bson let,
        @Nullable String comment) {
    /** Nothing special. */
    public static final UpdateOptions DEFAULTS = new UpdateOptions(false, List.of(), false, null, null, null, null);

    /** Copies and checks for null. */
    public UpdateOptions {
        arrayFilters = List.copyOf(Objects.requireNonNull(arrayFilters, "arrayFilters"));
    }

    /** These options with another {@code upsert}. */
    public UpdateOptions upsert(boolean upsert) {
        return new UpdateOptions(upsert, arrayFilters, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code arrayFilters}. */
    public UpdateOptions arrayFilters(List<Bson> arrayFilters) {
        return new UpdateOptions(upsert, arrayFilters, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code bypassDocumentValidation}. */
    public UpdateOptions bypassDocumentValidation(boolean bypassDocumentValidation) {
        return new UpdateOptions(upsert, arrayFilters, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code hint}. */
    public UpdateOptions hint(Bson hint) {
        return new UpdateOptions(upsert, arrayFilters, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code collation}. */
    public UpdateOptions collation(Bson collation) {
        return new UpdateOptions(upsert, arrayFilters, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code let}. */
    public UpdateOptions let(Bson let) {
        return new UpdateOptions(upsert, arrayFilters, bypassDocumentValidation, hint, collation, let, comment);
    }

    /** These options with another {@code comment}. */
    public UpdateOptions comment(String comment) {
        return new UpdateOptions(upsert, arrayFilters, bypassDocumentValidation, hint, collation, let, comment);
    }
}
