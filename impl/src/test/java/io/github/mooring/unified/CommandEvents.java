package io.github.mooring.unified;

import io.github.mooring.api.event.CommandCall;
import io.github.mooring.api.event.CommandEvent;
import io.github.mooring.api.event.CommandFailed;
import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.CommandStarted;
import io.github.mooring.api.event.CommandSucceeded;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;

/** Tells events of commands in the words of the format; thread-safe. */
final class CommandEvents implements CommandListener {
    private static final Set<String> SENSITIVE = Set.of(
            "authenticate",
            "saslstart",
            "saslcontinue",
            "getnonce",
            "createuser",
            "updateuser",
            "copydbgetnonce",
            "copydbsaslstart",
            "copydb");

    private final boolean tellsSensitive;
    private final Consumer<Event> sink;
    /** Commands that hold a secret although their name does not say so. */
    private final Set<Long> secret = ConcurrentHashMap.newKeySet();

    /** {@code tellsSensitive} is whether commands that hold a secret are told, without it. */
    CommandEvents(boolean tellsSensitive, Consumer<Event> sink) {
        this.tellsSensitive = tellsSensitive;
        this.sink = sink;
    }

    private void tell(String name, CommandEvent event, BsonDocument fields) {
        CommandCall call = event.call();
        if (!tellsSensitive && isSensitive(call)) {
            return;
        }
        fields.append("commandName", new BsonString(call.commandName()));
        fields.append("databaseName", new BsonString(call.databaseName()));
        if (call.serviceId() != null) {
            fields.append("serviceId", new BsonObjectId(call.serviceId()));
        }
        if (call.serverConnectionId() != null) {
            fields.append("serverConnectionId", new BsonInt64(call.serverConnectionId()));
        }
        sink.accept(new Event(Event.Type.COMMAND, name, fields));
    }

    private boolean isSensitive(CommandCall call) {
        return secret.contains(call.requestId())
                || SENSITIVE.contains(call.commandName().toLowerCase(Locale.ROOT));
    }

    @Override
    public void commandStarted(CommandStarted event) {
        if (event.command().isEmpty()) {
            secret.add(event.call().requestId());
        }
        tell("commandStartedEvent", event, new BsonDocument("command", event.command()));
    }

    @Override
    public void commandSucceeded(CommandSucceeded event) {
        tell("commandSucceededEvent", event, new BsonDocument("reply", event.reply()));
    }

    @Override
    public void commandFailed(CommandFailed event) {
        tell("commandFailedEvent", event, new BsonDocument());
    }
}
