package io.github.mooring.operation;

import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.wire.RawDocument;
import java.util.List;
import org.bson.codecs.Decoder;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one round trip of a cursor.
 *
 * @param cursorId     the server's number for it, 0 if the server has nothing more
 * @param databaseName where the cursor lives
 * @param collection   where the cursor lives; not always where it was asked for
 * @param server       the server that holds it
 * @param documents    what it gave this time; may be empty although there is more
 * @param undecodable  why {@code documents} could not be decoded, null if they could; not thrown at once, because the
 *     cursor that the server has opened for them has to be ended first
 */
public record CursorBatch<T>(
        long cursorId,
        String databaseName,
        String collection,
        ServerAddress server,
        List<T> documents,
        @Nullable MongoDocumentException undecodable) {
    /**
     * What it gave this time; may be empty although there is more.
     *
     * @throws MongoDocumentException if a document does not fit the class that was asked for
     */
    @Override
    public List<T> documents() {
        if (undecodable != null) {
            throw undecodable;
        }
        return documents;
    }

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
        if (!cursor.contains("id")) {
            throw reply.missing("cursor.id");
        }
        List<T> documents = List.of();
        MongoDocumentException undecodable = null;
        try {
            documents = reply.decodeAll(batch, decoder);
        } catch (MongoDocumentException e) {
            undecodable = e;
        }
        return new CursorBatch<>(
                cursor.longValue("id", 0),
                namespace.substring(0, dot),
                namespace.substring(dot + 1),
                reply.server(),
                documents,
                undecodable);
    }
}
