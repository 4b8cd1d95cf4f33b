package io.github.mooring.operation;

import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.wire.RawDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one round trip of a cursor.
 *
 * @param cursorId     the server's number for it, 0 if the server has nothing more
 * @param databaseName where the cursor lives
 * @param collection   where the cursor lives; not always where it was asked for, unless the server has nothing more
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

    /** Reads the {@code cursor} of a reply, in one walk over its few fields. */
    static <T> CursorBatch<T> read(CommandReply reply, CursorCommand<T> command, String batchName) {
        RawDocument cursor = reply.document("cursor");
        int batch = RawDocument.END;
        int namespace = RawDocument.END;
        int id = RawDocument.END;
        for (int element = cursor.first(); element != RawDocument.END; element = cursor.next(element)) {
            if (cursor.nameIs(element, batchName)) {
                batch = element;
            } else if (cursor.nameIs(element, "id")) {
                id = element;
            } else if (cursor.nameIs(element, "ns")) {
                namespace = element;
            }
        }
        reply.require(batch, "cursor.", batchName);
        reply.require(namespace, "cursor.", "ns");
        reply.require(id, "cursor.", "id");
        long cursorId = cursor.longAt(id);
        return cursorId == 0
                ? of(reply, command, cursor, batch, 0, command.databaseName(), command.cursorCollection())
                : open(reply, command, cursor, batch, cursorId, cursor.stringAt(namespace));
    }

    /** Where the cursor lives matters as long as it lives. */
    private static <T> CursorBatch<T> open(
            CommandReply reply, CursorCommand<T> command, RawDocument cursor, int batch, long id, String namespace) {
        int dot = namespace.indexOf('.');
        if (dot < 0) {
            throw reply.missing("cursor.ns");
        }
        return of(reply, command, cursor, batch, id, namespace.substring(0, dot), namespace.substring(dot + 1));
    }

    private static <T> CursorBatch<T> of(
            CommandReply reply,
            CursorCommand<T> command,
            RawDocument cursor,
            int batch,
            long id,
            String databaseName,
            String collection) {
        List<T> documents = List.of();
        MongoDocumentException undecodable = null;
        try {
            documents = reply.decodeAll(cursor, batch, command.decoder());
        } catch (MongoDocumentException e) {
            undecodable = e;
        }
        return new CursorBatch<>(id, databaseName, collection, reply.server(), documents, undecodable);
    }
}
