package io.github.mooring.operation;

import org.bson.codecs.Decoder;

/** A command whose answer is a cursor. */
public interface CursorCommand<T> extends Command<CursorBatch<T>> {
    /** The collection that is asked, or what the server puts in its place where none is. */
    String cursorCollection();

    /** How the documents of the cursor are read, those of later batches too. */
    Decoder<T> decoder();
}
