package io.github.mooring.testkit.container;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what it hears, and does what it was told to do when it hears it; thread-safe. */
public final class RecordingListener implements ConnectionEventListener {
    private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
    private final Consumer<ConnectionEvent> then;

    /** A listener that only keeps. */
    public RecordingListener() {
        this(event -> {});
    }

    /** A listener that keeps, and then acts. */
    public RecordingListener(Consumer<ConnectionEvent> then) {
        this.then = then;
    }

    /** All events in order. */
    public List<ConnectionEvent> events() {
        return List.copyOf(events);
    }

    private void hear(ConnectionEvent event) {
        events.add(event);
        then.accept(event);
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
        hear(event);
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        hear(event);
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {
        hear(event);
    }

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {
        hear(event);
    }

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {
        hear(event);
    }
}
