package io.github.mooring.unified;

import io.github.mooring.api.event.ConnectionCheckOutFailed;
import io.github.mooring.api.event.ConnectionCheckOutStarted;
import io.github.mooring.api.event.ConnectionCheckedIn;
import io.github.mooring.api.event.ConnectionCheckedOut;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.api.event.ConnectionCreated;
import io.github.mooring.api.event.ConnectionPoolCleared;
import io.github.mooring.api.event.ConnectionPoolClosed;
import io.github.mooring.api.event.ConnectionPoolCreated;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.api.event.ConnectionPoolReady;
import io.github.mooring.api.event.ConnectionReady;
import java.util.Locale;
import java.util.function.Consumer;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;

/** Tells events of pools in the words of the format. Stateless but for whom it tells. */
final class PoolEvents implements ConnectionPoolListener {
    private final Consumer<Event> sink;

    PoolEvents(Consumer<Event> sink) {
        this.sink = sink;
    }

    private void tell(String name, BsonDocument fields) {
        sink.accept(new Event(Event.Type.CMAP, name, fields));
    }

    private void tell(String name) {
        tell(name, new BsonDocument());
    }

    /** {@code POOL_CLOSED} is written {@code poolClosed}. */
    private static BsonDocument reason(Enum<?> reason) {
        StringBuilder text = new StringBuilder();
        for (String word : reason.name().split("_", -1)) {
            String lower = word.toLowerCase(Locale.ROOT);
            text.append(text.isEmpty() ? lower : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
        }
        return new BsonDocument("reason", new BsonString(text.toString()));
    }

    @Override
    public void connectionPoolCreated(ConnectionPoolCreated event) {
        tell("poolCreatedEvent");
    }

    @Override
    public void connectionPoolReady(ConnectionPoolReady event) {
        tell("poolReadyEvent");
    }

    @Override
    public void connectionPoolCleared(ConnectionPoolCleared event) {
        var fields =
                new BsonDocument("interruptInUseConnections", BsonBoolean.valueOf(event.interruptInUseConnections()));
        if (event.serviceId() != null) {
            fields.append("serviceId", new BsonObjectId(event.serviceId()));
        }
        tell("poolClearedEvent", fields);
    }

    @Override
    public void connectionPoolClosed(ConnectionPoolClosed event) {
        tell("poolClosedEvent");
    }

    @Override
    public void connectionCreated(ConnectionCreated event) {
        tell("connectionCreatedEvent");
    }

    @Override
    public void connectionReady(ConnectionReady event) {
        tell("connectionReadyEvent");
    }

    @Override
    public void connectionClosed(ConnectionClosed event) {
        tell("connectionClosedEvent", reason(event.reason()));
    }

    @Override
    public void connectionCheckOutStarted(ConnectionCheckOutStarted event) {
        tell("connectionCheckOutStartedEvent");
    }

    @Override
    public void connectionCheckOutFailed(ConnectionCheckOutFailed event) {
        tell("connectionCheckOutFailedEvent", reason(event.reason()));
    }

    @Override
    public void connectionCheckedOut(ConnectionCheckedOut event) {
        tell("connectionCheckedOutEvent");
    }

    @Override
    public void connectionCheckedIn(ConnectionCheckedIn event) {
        tell("connectionCheckedInEvent");
    }
}
