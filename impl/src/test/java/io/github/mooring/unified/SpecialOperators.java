package io.github.mooring.unified;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/**
 * The words that begin with two dollars. Not thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#special-operators-for-matching-assertions">
 *     Unified Test Format: special operators for matching assertions</a>
 */
final class SpecialOperators {
    private final Matcher matcher;
    private final Entities entities;

    SpecialOperators(Matcher matcher, Entities entities) {
        this.matcher = matcher;
        this.entities = entities;
    }

    /** Whether it is a document with nothing but such a word. */
    static boolean isOperator(BsonValue expected) {
        return expected.isDocument()
                && expected.asDocument().size() == 1
                && expected.asDocument().getFirstKey().startsWith("$$");
    }

    void check(String what, BsonDocument expected, @Nullable BsonValue actual, boolean root) {
        String operator = expected.getFirstKey();
        BsonValue operand = Objects.requireNonNull(expected.get(operator), operator);
        switch (operator) {
            case "$$exists" -> require(operand.asBoolean().getValue() == (actual != null), what, expected, actual);
            case "$$unsetOrMatches" -> {
                if (!isUnset(actual, root)) {
                    matcher.check(what, operand, actual, root);
                }
            }
            case "$$type" -> require(actual != null && isOfType(operand, actual), what, expected, actual);
            case "$$matchesEntity" -> matcher.check(what, entity(operand), actual, false);
            case "$$matchesHexBytes" -> checkBytes(what, operand, actual);
            case "$$lte" -> require(actual != null && isAtMost(actual, operand), what, expected, actual);
            case "$$matchAsDocument" -> matcher.check(what, operand, parsed(what, actual), false);
            case "$$matchAsRoot" -> matcher.check(what, operand, actual, true);
            case "$$sessionLsid" -> checkSession(what, operand, actual);
            case "$$placeholder" -> throw new LackingException("operator " + operator);
            default -> throw new InvalidCaseException("an operator that the format does not know: " + operator);
        }
    }

    private void checkSession(String what, BsonValue name, @Nullable BsonValue actual) {
        UUID id = entities.get(name.asString().getValue(), SessionEntity.class).id();
        BsonValue expected = id == null ? BsonNull.VALUE : new BsonDocument("id", new BsonBinary(id));
        require(expected.equals(actual), what, expected, actual);
    }

    /** An operation that returns nothing returns null here, which is no value either. */
    private static boolean isUnset(@Nullable BsonValue actual, boolean root) {
        return actual == null || (root && actual.isNull());
    }

    private static void require(boolean met, String what, BsonValue expected, @Nullable BsonValue actual) {
        if (!met) {
            throw Matcher.differ(what, expected, actual);
        }
    }

    private BsonValue entity(BsonValue name) {
        return entities.get(name.asString().getValue(), BsonValue.class);
    }

    private static boolean isOfType(BsonValue names, BsonValue actual) {
        List<BsonValue> alternatives = names.isArray() ? names.asArray().getValues() : List.of(names);
        return alternatives.stream().anyMatch(name -> isOfType(name.asString().getValue(), actual));
    }

    private static boolean isOfType(String name, BsonValue actual) {
        return name.equals("number") ? actual.isNumber() : actual.getBsonType() == type(name);
    }

    /** The types by the names that the server's query language has for them. */
    private static BsonType type(String name) {
        return switch (name) {
            case "object" -> BsonType.DOCUMENT;
            case "binData" -> BsonType.BINARY;
            case "objectId" -> BsonType.OBJECT_ID;
            case "bool" -> BsonType.BOOLEAN;
            case "date" -> BsonType.DATE_TIME;
            case "regex" -> BsonType.REGULAR_EXPRESSION;
            case "dbPointer" -> BsonType.DB_POINTER;
            case "javascriptWithScope" -> BsonType.JAVASCRIPT_WITH_SCOPE;
            case "int" -> BsonType.INT32;
            case "long" -> BsonType.INT64;
            case "decimal" -> BsonType.DECIMAL128;
            case "minKey" -> BsonType.MIN_KEY;
            case "maxKey" -> BsonType.MAX_KEY;
            case "double", "string", "array", "undefined", "null", "javascript", "symbol", "timestamp" ->
                BsonType.valueOf(name.toUpperCase(Locale.ROOT));
            default -> throw new InvalidCaseException("a type that there is not: " + name);
        };
    }

    private static void checkBytes(String what, BsonValue hex, @Nullable BsonValue actual) {
        require(actual != null && actual.isBinary(), what, hex, actual);
        String bytes =
                actual == null ? "" : HexFormat.of().formatHex(actual.asBinary().getData());
        require(bytes.equals(hex.asString().getValue().toLowerCase(Locale.ROOT)), what, hex, actual);
    }

    private static boolean isAtMost(BsonValue actual, BsonValue limit) {
        return Matcher.isPlainNumber(actual)
                && actual.asNumber().doubleValue() <= limit.asNumber().doubleValue();
    }

    private static BsonDocument parsed(String what, @Nullable BsonValue actual) {
        if (actual == null || !actual.isString()) {
            throw new AssertionError(what + " is " + actual + ", expected a string with a document");
        }
        try {
            return BsonDocument.parse(actual.asString().getValue());
        } catch (JsonParseException e) {
            throw new AssertionError(what + " is no document: " + actual, e);
        }
    }
}
