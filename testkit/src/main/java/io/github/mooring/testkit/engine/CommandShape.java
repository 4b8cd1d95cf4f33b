package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields that one command or one of its statements may have, and their kinds.
 *
 * <p>A server refuses unknown fields; the engine underneath ignores them, and with them every misspelt option. Options
 * that a server honours and the engine does not are refused by name when ignoring them would falsify the result.
 */
final class CommandShape {
    private static final int UNKNOWN_FIELD = 40415;
    private static final int MISSING_FIELD = 40414;
    private static final int TYPE_MISMATCH = 14;
    private static final int NOT_IMPLEMENTED = 238;

    private static final String GENERIC = "$db:string $readPreference:object $clusterTime:object $audit:object "
            + "lsid:object readConcern:object writeConcern:object maxTimeMS:number comment:any apiVersion:string "
            + "apiStrict:bool apiDeprecationErrors:bool txnNumber:number";

    private final String name;
    private final Map<String, FieldKind> fields;
    private final Set<String> required;
    private final Set<String> refused;

    private CommandShape(String name, String fields, String required, String refused) {
        this.name = name;
        this.fields = parse(fields);
        this.required = words(required);
        this.refused = words(refused);
    }

    /** The shape of a whole command; the generic fields are added. */
    static CommandShape command(String name, String fields, String required, String refused) {
        return new CommandShape(name, fields + " " + GENERIC, required, refused);
    }

    /** The shape of a statement within a command, such as {@code update.updates}. */
    static CommandShape statement(String name, String fields, String required, String refused) {
        return new CommandShape(name, fields, required, refused);
    }

    /** Checks a command; its first field, the command's name, is not looked at. */
    void checkCommand(Document body) {
        String first = body.keySet().iterator().next();
        for (Map.Entry<String, Object> field : body.entrySet()) {
            if (!field.getKey().equals(first)) {
                checkField(field.getKey(), field.getValue());
            }
        }
        checkRequired(body);
    }

    /** Checks a statement: an element of an array that must be a document. */
    Document checkStatement(@Nullable Object statement) {
        if (!(statement instanceof Document document)) {
            throw wrongType(name, FieldKind.nameOf(statement), FieldKind.OBJECT);
        }
        document.forEach(this::checkField);
        checkRequired(document);
        return document;
    }

    private void checkField(String field, @Nullable Object value) {
        if (refused.contains(field)) {
            if (value != null && !Boolean.FALSE.equals(value)) {
                throw new CommandFailure(
                        NOT_IMPLEMENTED, "the embedded server cannot honour the option '" + name + "." + field + "'");
            }
            return;
        }
        FieldKind kind = fields.get(field);
        if (kind == null) {
            throw new CommandFailure(UNKNOWN_FIELD, "BSON field '" + name + "." + field + "' is an unknown field.");
        }
        if (!kind.accepts(value)) {
            throw wrongType(name + "." + field, FieldKind.nameOf(value), kind);
        }
    }

    private void checkRequired(Document document) {
        for (String field : required) {
            if (document.get(field) == null) {
                throw new CommandFailure(
                        MISSING_FIELD, "BSON field '" + name + "." + field + "' is missing but a required field");
            }
        }
    }

    private static CommandFailure wrongType(String field, String actual, FieldKind expected) {
        return new CommandFailure(
                TYPE_MISMATCH,
                "BSON field '" + field + "' is the wrong type '" + actual + "', expected type '" + expected + "'");
    }

    private static Map<String, FieldKind> parse(String fields) {
        Map<String, FieldKind> kinds = new HashMap<>();
        for (String field : words(fields)) {
            List<String> parts = List.of(field.split(":", 2));
            kinds.put(parts.get(0), FieldKind.valueOf(parts.get(1).toUpperCase(Locale.ROOT)));
        }
        return Map.copyOf(kinds);
    }

    private static Set<String> words(String text) {
        return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }
}
