package io.github.mooring.unified;

import io.github.mooring.api.MongoCursor;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Operations of cursors. Stateless. */
final class CursorOperations {
    private CursorOperations() {}

    /** Runs it; null if it is none of these. */
    static @Nullable Result run(String name, MongoCursor<BsonDocument> cursor, Arguments arguments) {
        return switch (name) {
            case "iterateUntilDocumentOrError" -> {
                arguments.end();
                yield Result.of(cursor.next());
            }
            case "close" -> {
                arguments.end();
                cursor.close();
                yield Result.NOTHING;
            }
            default -> null;
        };
    }
}
