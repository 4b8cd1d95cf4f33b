package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * How documents are stored; immutable: each method with an argument returns a changed copy.
 *
 * @param ordered whether to stop at the first document that the server refuses, or to go on with the others
 * @param bypassDocumentValidation whether the collection's validator is passed over
 * @param comment a remark that shows in the server's log and profiler; null is none
 */
public record InsertManyOptions(
        boolean ordered,
        boolean bypassDocumentValidation,
        @Nullable String comment) {
    /** Nothing special. */
    public static final InsertManyOptions DEFAULTS = new InsertManyOptions(true, false, null);

    /** These options with another {@code ordered}. */
    public InsertManyOptions ordered(boolean ordered) {
        return new InsertManyOptions(ordered, bypassDocumentValidation, comment);
    }

    /** These options with another {@code bypassDocumentValidation}. */
    public InsertManyOptions bypassDocumentValidation(boolean bypassDocumentValidation) {
        return new InsertManyOptions(ordered, bypassDocumentValidation, comment);
    }

    /** These options with another {@code comment}. */
    public InsertManyOptions comment(String comment) {
        return new InsertManyOptions(ordered, bypassDocumentValidation, comment);
    }
}
