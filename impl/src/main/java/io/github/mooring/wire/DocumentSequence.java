package io.github.mooring.wire;

import java.util.List;

/**
 * A section of kind 1 of an OP_MSG: documents that stand for an array argument of the command.
 *
 * @param identifier name of the argument, unique in its message
 * @param documents  views of the documents, in order
 */
public record DocumentSequence(String identifier, List<RawDocument> documents) {

    /** Copies the list. */
    public DocumentSequence {
        documents = List.copyOf(documents);
    }
}
