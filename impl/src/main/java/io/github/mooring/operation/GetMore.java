package io.github.mooring.operation;

import io.github.mooring.api.ServerAddress;
import org.bson.codecs.Decoder;
import org.jspecify.annotations.Nullable;

/**
 * The {@code getMore} command: the next documents of a cursor.
 *
 * @param server    who has the cursor
 * @param batchSize how many of them, 0 leaves it to the server
 * @param comment   that of the command which has opened the cursor, for the server's log; null is none
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/find_getmore_killcursors_commands/find_getmore_killcursors_commands.md">
 *     find, getMore and killCursors commands</a>
 */
public record GetMore<T>(
        ServerAddress server,
        long cursorId,
        String databaseName,
        String collectionName,
        int batchSize,
        @Nullable String comment,
        Decoder<T> decoder)
        implements CursorCommand<T> {
    /** MongoDB 4.4; older servers refuse a comment here. */
    private static final int KNOWS_COMMENT = 9;

    @Override
    public String name() {
        return "getMore";
    }

    @Override
    public String cursorCollection() {
        return collectionName;
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
        if (out.serverSpeaks(KNOWS_COMMENT)) {
            out.string("comment", comment);
        }
    }

    @Override
    public CursorBatch<T> decode(CommandReply reply) {
        return CursorBatch.read(reply, this, "nextBatch");
    }
}
