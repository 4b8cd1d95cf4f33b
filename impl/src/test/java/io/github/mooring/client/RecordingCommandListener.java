package io.github.mooring.client;

import io.github.mooring.api.event.CommandEvent;
import io.github.mooring.api.event.CommandFailed;
import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.CommandStarted;
import io.github.mooring.api.event.CommandSucceeded;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes all events down, in the order in which they come; thread-safe. */
final class RecordingCommandListener implements CommandListener {
    private final List<CommandEvent> events = new CopyOnWriteArrayList<>();

    /** Of commands of that name. */
    List<CommandEvent> events(String commandName) {
        return events.stream()
                .filter(event -> event.call().commandName().equals(commandName))
                .toList();
    }

    /** Of one kind, of commands of that name. */
    <E extends CommandEvent> List<E> of(Class<E> kind, String commandName) {
        return events(commandName).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** All of them. */
    List<CommandEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public void commandStarted(CommandStarted event) {
        events.add(event);
    }

    @Override
    public void commandSucceeded(CommandSucceeded event) {
        events.add(event);
    }

    @Override
    public void commandFailed(CommandFailed event) {
        events.add(event);
    }
}
