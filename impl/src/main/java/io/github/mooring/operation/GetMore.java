package io.github.mooring.operation;

import org.bson.codecs.Decoder;

/** The {@code getMore} command: the next documents of a cursor. */
public record GetMore<T>(long cursorId, String databaseName, String collectionName, int batchSize, Decoder<T> decoder)
        implements Command<CursorBatch<T>> {
    @Override
    public String name() {
        return "getMore";
    }

    @Override
    public Access access() {
        return Access.READ_PLAIN;
    }

    @Override
    public boolean mayShare() {
        return true;
    }

    @Override
    public void encode(CommandWriter out) {
        out.int64("getMore", cursorId);
        out.string("collection", collectionName);
        out.int64IfSet("batchSize", batchSize);
    }

    @Override
    public CursorBatch<T> decode(CommandReply reply) {
        return CursorBatch.read(reply, "nextBatch", decoder);
    }
}
