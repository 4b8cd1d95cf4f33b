package io.github.mooring.unified;

import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value is what is expected. Only documents at the root may have more fields than are expected. Not thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#evaluating-matches">
 *     Unified Test Format: evaluating matches</a>
 */
final class Matcher {
    private final SpecialOperators operators;

    /** {@code entities} are those that an operator may name. */
    Matcher(Entities entities) {
        operators = new SpecialOperators(this, entities);
    }

    /** Compares what an operation has returned. */
    void checkResult(String what, BsonValue expected, Result actual) {
        if (actual.iterated() && expected.isArray()) {
            checkArray(what, expected.asArray(), actual.value(), true);
        } else {
            check(what, expected, actual.value(), true);
        }
    }

    /**
     * Compares a value.
     *
     * @param actual null if there is none
     * @param root   whether a document may have fields that are not expected
     * @throws AssertionError saying where they differ
     */
    void check(String what, BsonValue expected, @Nullable BsonValue actual, boolean root) {
        if (SpecialOperators.isOperator(expected)) {
            operators.check(what, expected.asDocument(), actual, root);
        } else if (actual == null) {
            throw new AssertionError(what + " is missing, expected " + expected);
        } else if (expected.isDocument()) {
            checkDocument(what, expected.asDocument(), actual, root);
        } else if (expected.isArray()) {
            checkArray(what, expected.asArray(), actual, false);
        } else {
            checkScalar(what, expected, actual);
        }
    }

    private void checkDocument(String what, BsonDocument expected, BsonValue actual, boolean root) {
        if (!actual.isDocument()) {
            throw differ(what, expected, actual);
        }
        BsonDocument document = actual.asDocument();
        for (Map.Entry<String, BsonValue> field : expected.entrySet()) {
            check(what + "." + field.getKey(), field.getValue(), document.get(field.getKey()), false);
        }
        for (String name : document.keySet()) {
            if (!root && !expected.containsKey(name)) {
                throw new AssertionError(what + " has a field " + name + " that is not expected: " + actual);
            }
        }
    }

    private void checkArray(String what, BsonArray expected, BsonValue actual, boolean roots) {
        if (!actual.isArray() || actual.asArray().size() != expected.size()) {
            throw differ(what, expected, actual);
        }
        for (int i = 0; i < expected.size(); i++) {
            check(what + "[" + i + "]", expected.get(i), actual.asArray().get(i), roots);
        }
    }

    private static void checkScalar(String what, BsonValue expected, BsonValue actual) {
        boolean same = (isPlainNumber(expected) && isPlainNumber(actual))
                ? sameNumber(expected, actual)
                : expected.equals(actual);
        if (!same) {
            throw differ(what, expected, actual);
        }
    }

    /** A decimal is another type for good; the others may stand for each other. */
    static boolean isPlainNumber(BsonValue value) {
        return value.isNumber() && !value.isDecimal128();
    }

    private static boolean sameNumber(BsonValue one, BsonValue other) {
        return (one.isDouble() || other.isDouble())
                ? one.asNumber().doubleValue() == other.asNumber().doubleValue()
                : one.asNumber().longValue() == other.asNumber().longValue();
    }

    static AssertionError differ(String what, BsonValue expected, @Nullable BsonValue actual) {
        return new AssertionError(what + " is " + (actual == null ? "missing" : actual) + ", expected " + expected);
    }
}
