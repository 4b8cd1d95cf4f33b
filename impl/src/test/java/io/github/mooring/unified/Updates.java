package io.github.mooring.unified;

import io.github.mooring.api.ReturnDocument;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/** Arguments that several operations have in common. Stateless. */
final class Updates {
    private Updates() {}

    /** Update operators; the other form of an update is a pipeline. */
    static BsonDocument operators(Arguments arguments) {
        return arguments.withDocument(new BsonDocument(), "update", (none, update) -> update);
    }

    /** The documents of an array. */
    static List<Bson> documents(BsonValue array) {
        return array.asArray().stream().<Bson>map(BsonValue::asDocument).toList();
    }

    /** Which of two documents a change returns. */
    static ReturnDocument returned(String name) {
        return switch (name) {
            case "Before" -> ReturnDocument.BEFORE;
            case "After" -> ReturnDocument.AFTER;
            default -> throw new InvalidCaseException("returnDocument cannot be " + name);
        };
    }
}
