package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What kind of value a command's field takes. */
enum FieldKind {
    OBJECT("object"),
    ARRAY("array"),
    STRING("string"),
    BOOL("bool"),
    NUMBER("number"),
    OBJECT_OR_ARRAY("object or array"),
    OBJECT_OR_STRING("object or string"),
    ANY("any");

    private final String text;

    FieldKind(String text) {
        this.text = text;
    }

    /** Whether {@code value} is of this kind; null always is, as most optional fields may be null. */
    boolean accepts(@Nullable Object value) {
        if (value == null) {
            return true;
        }
        return switch (this) {
            case OBJECT -> value instanceof Document;
            case ARRAY -> value instanceof Collection;
            case STRING -> value instanceof String;
            case BOOL -> value instanceof Boolean || value instanceof Number;
            case NUMBER -> value instanceof Number;
            case OBJECT_OR_ARRAY -> value instanceof Document || value instanceof Collection;
            case OBJECT_OR_STRING -> value instanceof Document || value instanceof String;
            case ANY -> true;
        };
    }

    @Override
    public String toString() {
        return text;
    }

    /** MongoDB's name of a value's type. */
    static String nameOf(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Number) {
            return numberName(value);
        }
        if (value instanceof Document) {
            return "object";
        }
        if (value instanceof Collection) {
            return "array";
        }
        return scalarName(value);
    }

    private static String numberName(Object value) {
        if (value instanceof Integer) {
            return "int";
        }
        if (value instanceof Long) {
            return "long";
        }
        return value instanceof Decimal128 ? "decimal" : "double";
    }

    private static String scalarName(Object value) {
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof BinData || value instanceof UUID || value instanceof LegacyUUID) {
            return "binData";
        }
        if (value instanceof ObjectId) {
            return "objectId";
        }
        if (value instanceof Instant) {
            return "date";
        }
        if (value instanceof BsonTimestamp) {
            return "timestamp";
        }
        return value instanceof BsonRegularExpression
                ? "regex"
                : value.getClass().getSimpleName();
    }
}
