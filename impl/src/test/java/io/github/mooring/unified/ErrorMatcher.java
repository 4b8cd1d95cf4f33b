package io.github.mooring.unified;

import io.github.mooring.api.MongoBulkWriteException;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoServerException;
import io.github.mooring.api.MongoTransactionException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * Whether an operation has ended in the error that is expected. Not thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#expectederror">
 *     Unified Test Format: expectedError</a>
 */
final class ErrorMatcher {
    private final Matcher matcher;

    ErrorMatcher(Matcher matcher) {
        this.matcher = matcher;
    }

    /** Compares everything that is said of an error. */
    void check(BsonDocument expected, Exception error) {
        for (Map.Entry<String, BsonValue> part : expected.entrySet()) {
            if (!holds(part.getKey(), part.getValue(), error)) {
                throw new AssertionError("expected " + part + " of the error " + error, error);
            }
        }
    }

    private boolean holds(String name, BsonValue value, Exception error) {
        return switch (name) {
            case "isError" -> value.asBoolean().getValue();
            case "isClientError" -> value.asBoolean().getValue() != (error instanceof MongoServerException);
            case "isTimeoutError" -> value.asBoolean().getValue() == (error instanceof MongoOperationTimeoutException);
            case "errorContains" -> contains(error, value.asString().getValue());
            case "errorLabelsContain" -> labels(error).containsAll(texts(value.asArray()));
            case "errorLabelsOmit" -> texts(value.asArray()).stream().noneMatch(labels(error)::contains);
            case "errorCode", "errorCodeName" -> ofAnswer(name, value, answer(error));
            default -> ofServer(name, value, server(error));
        };
    }

    private static boolean ofAnswer(String name, BsonValue value, MongoException error) {
        return name.equals("errorCode")
                ? error.code() == value.asNumber().intValue()
                : error.codeName().equals(value.asString().getValue());
    }

    /** The end of a transaction has an exception of its own, whatever the server has said. */
    private static MongoException answer(Exception error) {
        return error instanceof MongoTransactionException ended && ended.code() != 0 ? ended : server(error);
    }

    private boolean ofServer(String name, BsonValue value, MongoServerException error) {
        return switch (name) {
            case "errorResponse" -> {
                matcher.check("the server's reply", value, reply(error), true);
                yield true;
            }
            case "expectResult" -> {
                matcher.check("what was done before the error", value, partly(error), true);
                yield true;
            }
            case "writeErrors", "writeConcernErrors" -> throw new LackingException("error " + name);
            default -> throw new InvalidCaseException("a part of errors that the format does not know: " + name);
        };
    }

    private static MongoServerException server(Exception error) {
        if (error instanceof MongoServerException fromServer) {
            return fromServer;
        }
        throw new AssertionError("not an error of the server's: " + error, error);
    }

    private static boolean contains(Exception error, String part) {
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains(part.toLowerCase(Locale.ROOT));
    }

    private static Set<String> labels(Exception error) {
        return error instanceof MongoException told ? told.errorLabels() : Set.of();
    }

    private static Set<String> texts(BsonArray array) {
        return array.stream().map(each -> each.asString().getValue()).collect(Collectors.toSet());
    }

    private static BsonDocument reply(MongoServerException error) {
        if (error instanceof MongoCommandException failed) {
            return BsonDocument.parse(failed.response());
        }
        throw new AssertionError("an error without the server's reply: " + error, error);
    }

    /** Of a write of many that stopped on the way. */
    private static BsonDocument partly(MongoServerException error) {
        int inserted = error instanceof MongoBulkWriteException bulk
                ? bulk.insertedIndexes().size()
                : 0;
        BsonDocument result = new BsonDocument();
        for (String name : new String[] {"deletedCount", "matchedCount", "modifiedCount", "upsertedCount"}) {
            result.append(name, new BsonInt32(0));
        }
        return result.append("insertedCount", new BsonInt32(inserted)).append("upsertedIds", new BsonDocument());
    }
}
