package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.event.ConnectionPoolEvent;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Events and errors as the cases of Connection Monitoring and Pooling write them, and what matches. Stateless. */
final class CmapMatch {
    /** Stand for every value that is there. */
    private static final Set<BsonValue> ANY = Set.of(new BsonString("42"), new BsonInt32(42));

    private CmapMatch() {}

    /** The event by its name, with its fields by theirs. */
    static BsonDocument document(ConnectionPoolEvent event) {
        BsonDocument document =
                new BsonDocument("type", new BsonString(event.getClass().getSimpleName()));
        for (RecordComponent field : event.getClass().getRecordComponents()) {
            Object value = read(event, field);
            if (value != null) {
                document.put(field.getName(), bson(value));
            }
        }
        return document;
    }

    private static @Nullable Object read(Object event, RecordComponent field) {
        try {
            return field.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot read " + field, e);
        }
    }

    private static BsonValue bson(Object value) {
        if (value instanceof Map<?, ?> map) {
            BsonDocument document = new BsonDocument();
            map.forEach((name, each) -> document.put(String.valueOf(name), bson(each)));
            return document;
        } else if (value instanceof Boolean flag) {
            return new BsonBoolean(flag);
        } else if (value instanceof Number number) {
            return new BsonInt64(number.longValue());
        } else if (value instanceof Duration time) {
            return new BsonDouble(time.toNanos() / 1e6);
        }
        return new BsonString(value instanceof Enum<?> word ? camelCase(word) : value.toString());
    }

    /** {@code POOL_CLOSED} is written {@code poolClosed}. */
    private static String camelCase(Enum<?> word) {
        StringBuilder text = new StringBuilder();
        for (String part : word.name().split("_", -1)) {
            String lower = part.toLowerCase(Locale.ROOT);
            text.append(text.isEmpty() ? lower : part.charAt(0) + lower.substring(1));
        }
        return text.toString();
    }

    /** The function MATCH of the readme: what is expected is a part of what there is. */
    static void check(String what, BsonValue expected, @Nullable BsonValue actual) {
        assertThat(actual).as(what).isNotNull();
        if (actual == null || ANY.contains(expected)) {
            return;
        }
        if (expected.isDocument()) {
            assertThat(actual.isDocument()).as(what).isTrue();
            expected.asDocument()
                    .forEach((name, value) ->
                            check(what + ", " + name, value, actual.asDocument().get(name)));
        } else if (expected.isArray()) {
            assertThat(actual.isArray()).as(what).isTrue();
            for (int i = 0; i < expected.asArray().size(); i++) {
                assertThat(actual.asArray()).as(what).hasSizeGreaterThan(i);
                check(
                        what + "[" + i + "]",
                        expected.asArray().get(i),
                        actual.asArray().get(i));
            }
        } else if (expected.isNumber()) {
            assertThat(actual.isNumber()).as(what).isTrue();
            assertThat(actual.asNumber().doubleValue())
                    .as(what)
                    .isEqualTo(expected.asNumber().doubleValue());
        } else {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }

    /** Compares an error, as an application gets it, with what a case expects. */
    static void checkError(BsonDocument expected, MongoException error) {
        assertThat(error).isInstanceOf(type(expected.getString("type").getValue()));
        if (expected.containsKey("message")) {
            // what is told beyond the specification's sentence are the numbers of the pool
            assertThat(error)
                    .hasMessageStartingWith(expected.getString("message").getValue());
        }
        if (expected.containsKey("address")) {
            BsonValue address = error.server()
                    .map(server -> new BsonString(server.toString()))
                    .orElse(null);
            check("the error's address", expected.get("address"), address);
        }
    }

    private static Class<? extends MongoException> type(String name) {
        return switch (name) {
            case "PoolClosedError" -> MongoClosedException.class;
            case "PoolClearedError" -> MongoConnectException.class;
            case "WaitQueueTimeoutError" -> MongoWaitQueueTimeoutException.class;
            default -> throw new AssertionError("the runner does not know the error " + name);
        };
    }
}
