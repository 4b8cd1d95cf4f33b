package io.github.mooring.operation;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.wire.RawDocument;
import java.util.List;
import org.bson.codecs.Decoder;

/**
 * The documents of one round trip of a cursor.
 *
 * @param cursorId     the server's number for it, 0 if the server has nothing more
 * @param databaseName where the cursor lives
 * @param collection   where the cursor lives; not always where it was asked for
 * @param server       the server that holds it
 * @param documents    what it gave this time; may be empty although there is more
 */
public record CursorBatch<T>(
        long cursorId, String databaseName, String collection, ServerAddress server, List<T> documents) {
    /** Reads the {@code cursor} of a reply. */
    static <T> CursorBatch<T> read(CommandReply reply, String batchName, Decoder<T> decoder) {
        RawDocument cursor = reply.document("cursor");
        RawDocument batch = cursor.array(batchName);
        String namespace = cursor.stringValue("ns");
        if (batch == null) {
            throw reply.missing("cursor." + batchName);
        }
        int dot = namespace == null ? -1 : namespace.indexOf('.');
        if (namespace == null || dot < 0) {
            throw reply.missing("cursor.ns");
        }
        return new CursorBatch<>(
                cursor.longValue("id", 0),
                namespace.substring(0, dot),
                namespace.substring(dot + 1),
                reply.server(),
                reply.decodeAll(batch, decoder));
    }
}
