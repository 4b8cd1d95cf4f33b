package io.github.mooring.unified;

import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Whether a client has told what is expected. Not thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#expectedeventsforclient">
 *     Unified Test Format: expectedEventsForClient</a>
 */
final class EventMatcher {
    private final Matcher matcher;

    EventMatcher(Matcher matcher) {
        this.matcher = matcher;
    }

    /** Compares the list that a case has for one client. */
    void check(BsonDocument expected, EventRecorder heard) {
        Event.Type type =
                type(expected.getString("eventType", new BsonString("command")).getValue());
        List<BsonDocument> events = documents(expected.getArray("events"));
        boolean more =
                expected.getBoolean("ignoreExtraEvents", BsonBoolean.FALSE).getValue();
        List<Event> actual =
                heard.events().stream().filter(event -> event.type() == type).toList();
        for (int i = 0; i < Math.min(events.size(), actual.size()); i++) {
            check("event " + i + " of " + actual, events.get(i), actual.get(i));
        }
        if (actual.size() < events.size() || (actual.size() > events.size() && !more)) {
            throw new AssertionError(
                    "there were " + actual.size() + " events, expected " + events.size() + ": " + actual);
        }
    }

    private static List<BsonDocument> documents(BsonArray array) {
        return array.stream().map(BsonValue::asDocument).toList();
    }

    private static Event.Type type(String name) {
        return switch (name) {
            case "command" -> Event.Type.COMMAND;
            case "cmap" -> Event.Type.CMAP;
            case "sdam" -> Event.Type.SDAM;
            default -> throw new InvalidCaseException("no type of events: " + name);
        };
    }

    /** Whether it is an event as it is described: a document with a name and its fields. */
    boolean matches(BsonDocument expected, Event actual) {
        try {
            check("event", expected, actual);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private void check(String what, BsonDocument expected, Event actual) {
        String name = expected.getFirstKey();
        if (!actual.name().equals(name)) {
            throw new AssertionError(what + " is " + actual + ", expected " + expected);
        }
        for (Map.Entry<String, BsonValue> field : expected.getDocument(name).entrySet()) {
            check(what, field.getKey(), field.getValue(), actual.fields());
        }
    }

    private void check(String what, String name, BsonValue expected, BsonDocument fields) {
        switch (name) {
            case "hasServiceId" -> checkPresence(what, "serviceId", expected, fields);
            case "hasServerConnectionId" -> checkPresence(what, "serverConnectionId", expected, fields);
            case "command", "reply", "commandName", "databaseName", "reason", "interruptInUseConnections" ->
                matcher.check(what + ", " + name, expected, fields.get(name), true);
            case "previousDescription", "newDescription", "awaited" ->
                matcher.check(what + ", " + name, expected, fields.get(name), true);
            default -> throw new InvalidCaseException("a field of events that the format does not know: " + name);
        }
    }

    private static void checkPresence(String what, String name, BsonValue expected, BsonDocument fields) {
        if (fields.containsKey(name) != expected.asBoolean().getValue()) {
            throw new AssertionError(what + ": whether there is a " + name + " should be " + expected);
        }
    }
}
