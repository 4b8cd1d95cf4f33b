package io.github.mooring.unified;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.Mooring;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;

/** A client of a case: a session factory with one session, and what both have told. Thread-safe. */
final class ClientEntity implements EntityPart {
    private final EventRecorder events = new EventRecorder();
    private final AtomicInteger checkedOut = new AtomicInteger();
    private final ObservedEvents observed;
    private final LogRecorder log;
    private final MongoSessionFactory factory;
    private final MongoSession session;

    /** Makes a client that tells what is {@code observed}, and to whose log somebody listens already. */
    ClientEntity(ClientOptions options, ObservedEvents observed, LogRecorder log) {
        this.observed = observed;
        this.log = log;
        this.factory = Mooring.dial(observed.listenTo(options, this::heard));
        this.session = factory.openSession();
    }

    private void heard(Event event) {
        switch (event.name()) {
            case "connectionCheckedOutEvent" -> checkedOut.incrementAndGet();
            case "connectionCheckedInEvent" -> checkedOut.decrementAndGet();
            default -> {}
        }
        if (observed.wants(event)) {
            events.add(event);
        }
    }

    EventRecorder events() {
        return events;
    }

    /** What it has written to the log. */
    LogRecorder log() {
        return log;
    }

    /** The session that operations of the client itself go through, and that others are copies of. */
    MongoSession session() {
        return session;
    }

    /** Runs a command as the client would, where its writes go. */
    void runAtPrimary(String database, BsonDocument command) {
        try (MongoSession own = session.copy()) {
            own.setMode(Mode.STRONG);
            own.getDatabase(database).runCommand(command);
        }
    }

    /** How many connections operations hold now. */
    int connectionsCheckedOut() {
        return checkedOut.get();
    }

    @Override
    public void close() {
        session.close();
        factory.close();
        log.close();
    }
}
