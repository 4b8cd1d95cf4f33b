package io.github.mooring.unified;

import io.github.mooring.api.MongoCursor;
import org.bson.BsonDocument;

/**
 * A cursor of a case.
 *
 * @param cursor the cursor
 */
record CursorEntity(MongoCursor<BsonDocument> cursor) implements EntityPart {
    @Override
    public void close() {
        cursor.close();
    }
}
