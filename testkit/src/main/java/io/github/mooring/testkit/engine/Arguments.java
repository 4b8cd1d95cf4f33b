package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads options out of a command document whose kinds have been checked. */
final class Arguments {
    private static final int BAD_VALUE = 2;
    private static final int NEGATIVE = 51024;

    private Arguments() {}

    static boolean flag(Document body, String field, boolean ifAbsent) {
        Object value = body.get(field);
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return value instanceof Boolean bool ? bool : ifAbsent;
    }

    /** A field that is there, and of this type, or else the engine has broken its own contract. */
    static <T> T required(Document document, String field, Class<T> type) {
        Object value = document.get(field);
        if (!type.isInstance(value)) {
            throw new CommandFailure(8, "the engine's '" + field + "' is not a " + type.getSimpleName() + ": " + value);
        }
        return type.cast(value);
    }

    static @Nullable Document document(Document body, String field) {
        return (Document) body.get(field);
    }

    static Document documentOrEmpty(Document body, String field) {
        Document value = document(body, field);
        return value == null ? new Document() : value;
    }

    static List<Object> list(Document body, String field) {
        Object value = body.get(field);
        return value == null ? List.of() : new ArrayList<>((Collection<?>) value);
    }

    /** An optional size or count that must not be negative. */
    static int count(Document body, String field, int ifAbsent) {
        if (!(body.get(field) instanceof Number number)) {
            return ifAbsent;
        }
        if (number.longValue() < 0) {
            throw new CommandFailure(
                    NEGATIVE,
                    "BSON field '" + field + "' value must be >= 0, actual value '" + number.longValue() + "'");
        }
        return (int) Math.min(Integer.MAX_VALUE, number.longValue());
    }

    /** The {@code batchSize} of a {@code cursor: {}} option; negative means that there is none. */
    static int cursorBatchSize(Document body) {
        Document cursor = documentOrEmpty(body, "cursor");
        for (String field : cursor.keySet()) {
            if (!field.equals("batchSize")) {
                throw new CommandFailure(BAD_VALUE, "cursor object can't contain fields other than batchSize");
            }
        }
        return cursor.get("batchSize") == null ? -1 : count(cursor, "batchSize", -1);
    }
}
