package io.github.mooring.unified;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What an operation is given. It notices what nobody has asked for, so that no argument is ignored. Not thread-safe. */
final class Arguments {
    private final String operation;
    private final BsonDocument given;
    private final Set<String> used = new HashSet<>();

    Arguments(String operation, BsonDocument given) {
        this.operation = operation;
        this.given = given;
    }

    private BsonValue required(String name) {
        used.add(name);
        BsonValue value = given.get(name);
        if (value == null) {
            throw new InvalidCaseException(operation + " lacks argument " + name);
        }
        return value;
    }

    String text(String name) {
        return required(name).asString().getValue();
    }

    BsonDocument document(String name) {
        return required(name).asDocument();
    }

    /** Documents in an array. */
    List<BsonDocument> documents(String name) {
        return required(name).asArray().stream().map(BsonValue::asDocument).toList();
    }

    int number(String name) {
        return required(name).asNumber().intValue();
    }

    /** What comes of {@code start} by an argument, if that is there. */
    <T> T with(T start, String name, BiFunction<T, BsonValue, T> then) {
        used.add(name);
        BsonValue value = given.get(name);
        return value == null ? start : then.apply(start, value);
    }

    /** As above, of a document; where another type is allowed too, this library has only that. */
    <T> T withDocument(T start, String name, BiFunction<T, BsonDocument, T> then) {
        return with(
                start,
                name,
                (t, value) ->
                        then.apply(t, typed(name, value, value.isDocument()).asDocument()));
    }

    /** As above, of a string. */
    <T> T withText(T start, String name, BiFunction<T, String, T> then) {
        return with(
                start,
                name,
                (t, value) -> then.apply(
                        t, typed(name, value, value.isString()).asString().getValue()));
    }

    /** As above, of a boolean. */
    <T> T withFlag(T start, String name, BiFunction<T, Boolean, T> then) {
        return with(start, name, (t, value) -> then.apply(t, value.asBoolean().getValue()));
    }

    /** As above, of an integer. */
    <T> T withNumber(T start, String name, BiFunction<T, Integer, T> then) {
        return with(start, name, (t, value) -> then.apply(t, value.asNumber().intValue()));
    }

    /** As above, of a time in milliseconds. */
    <T> T withMillis(T start, String name, BiFunction<T, Duration, T> then) {
        return with(
                start,
                name,
                (t, value) -> then.apply(t, Duration.ofMillis(value.asNumber().longValue())));
    }

    private BsonValue typed(String name, BsonValue value, boolean known) {
        if (!known) {
            throw new LackingException("argument " + operation + "." + name + " as "
                    + value.getBsonType().name().toLowerCase(Locale.ROOT));
        }
        return value;
    }

    /** Takes a filter that leaves nothing out, as far as it is given. */
    void emptyFilter() {
        used.add("filter");
        if (!given.getDocument("filter", new BsonDocument()).isEmpty()) {
            throw new LackingException("argument " + operation + ".filter");
        }
    }

    /** Ends the reading, before anything is done. */
    void end() {
        for (String name : given.keySet()) {
            if (!used.contains(name)) {
                throw new LackingException("argument " + operation + "." + name);
            }
        }
    }
}
