package io.github.mooring.unified;

import io.github.mooring.client.ClientOptions;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Which events of a client a case wants to see; immutable.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#entity">
 *     Unified Test Format: observeEvents</a>
 */
final class ObservedEvents {
    private final Set<String> names = new HashSet<>();
    /** Commands whose events are not wanted, in lower case. */
    private final Set<String> ignoredCommands = new HashSet<>(Set.of("configurefailpoint"));

    private final boolean sensitive;

    /** What the description of a client says. */
    ObservedEvents(BsonDocument client) {
        for (BsonValue name : client.getArray("observeEvents", new BsonArray())) {
            names.add(name.asString().getValue());
        }
        for (BsonValue name : client.getArray("ignoreCommandMonitoringEvents", new BsonArray())) {
            ignoredCommands.add(name.asString().getValue().toLowerCase(Locale.ROOT));
        }
        sensitive =
                client.getBoolean("observeSensitiveCommands", BsonBoolean.FALSE).getValue();
    }

    /** The same options with listeners for what can be observed. */
    ClientOptions listenTo(ClientOptions options, Consumer<Event> sink) {
        ClientOptions listening = options.withConnectionPoolListener(new PoolEvents(sink));
        if (names.stream().anyMatch(name -> Event.typeOf(name) == Event.Type.SDAM)) {
            listening = listening.withTopologyListener(new TopologyEvents(sink));
        }
        return names.stream().anyMatch(name -> Event.typeOf(name) == Event.Type.COMMAND)
                ? listening.withCommandListener(new CommandEvents(sensitive, sink))
                : listening;
    }

    /** Whether the case wants to see it. */
    boolean wants(Event event) {
        String command =
                event.fields().getString("commandName", new BsonString("")).getValue();
        return names.contains(event.name()) && !ignoredCommands.contains(command.toLowerCase(Locale.ROOT));
    }
}
