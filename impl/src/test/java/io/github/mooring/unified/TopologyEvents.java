package io.github.mooring.unified;

import io.github.mooring.api.event.ServerClosed;
import io.github.mooring.api.event.ServerDescriptionChanged;
import io.github.mooring.api.event.ServerHeartbeatFailed;
import io.github.mooring.api.event.ServerHeartbeatStarted;
import io.github.mooring.api.event.ServerHeartbeatSucceeded;
import io.github.mooring.api.event.ServerOpening;
import io.github.mooring.api.event.ServerState;
import io.github.mooring.api.event.TopologyClosed;
import io.github.mooring.api.event.TopologyDescriptionChanged;
import io.github.mooring.api.event.TopologyListener;
import io.github.mooring.api.event.TopologyOpening;
import io.github.mooring.api.event.TopologyState;
import java.util.function.Consumer;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Tells events of servers in the words of the format. Stateless but for whom it tells. */
final class TopologyEvents implements TopologyListener {
    private final Consumer<Event> sink;

    TopologyEvents(Consumer<Event> sink) {
        this.sink = sink;
    }

    private void tell(String name, BsonDocument fields) {
        sink.accept(new Event(Event.Type.SDAM, name, fields));
    }

    private static BsonDocument type(String name) {
        return new BsonDocument("type", new BsonString(name));
    }

    private static String name(ServerState.Type type) {
        return switch (type) {
            case UNKNOWN -> "Unknown";
            case POSSIBLE_PRIMARY -> "PossiblePrimary";
            case STANDALONE -> "Standalone";
            case MONGOS -> "Mongos";
            case RS_PRIMARY -> "RSPrimary";
            case RS_SECONDARY -> "RSSecondary";
            case RS_ARBITER -> "RSArbiter";
            case RS_OTHER -> "RSOther";
            case RS_GHOST -> "RSGhost";
            case LOAD_BALANCER -> "LoadBalancer";
        };
    }

    private static String name(TopologyState.Type type) {
        return switch (type) {
            case UNKNOWN -> "Unknown";
            case SINGLE -> "Single";
            case REPLICA_SET_NO_PRIMARY -> "ReplicaSetNoPrimary";
            case REPLICA_SET_WITH_PRIMARY -> "ReplicaSetWithPrimary";
            case SHARDED -> "Sharded";
            case LOAD_BALANCED -> "LoadBalanced";
        };
    }

    private static BsonDocument awaited(boolean awaited) {
        return new BsonDocument("awaited", BsonBoolean.valueOf(awaited));
    }

    @Override
    public void topologyOpening(TopologyOpening event) {
        tell("topologyOpeningEvent", new BsonDocument());
    }

    @Override
    public void topologyClosed(TopologyClosed event) {
        tell("topologyClosedEvent", new BsonDocument());
    }

    @Override
    public void topologyDescriptionChanged(TopologyDescriptionChanged event) {
        tell(
                "topologyDescriptionChangedEvent",
                new BsonDocument(
                                "previousDescription",
                                type(name(event.previousDescription().type())))
                        .append(
                                "newDescription",
                                type(name(event.newDescription().type()))));
    }

    @Override
    public void serverOpening(ServerOpening event) {
        tell("serverOpeningEvent", new BsonDocument());
    }

    @Override
    public void serverClosed(ServerClosed event) {
        tell("serverClosedEvent", new BsonDocument());
    }

    @Override
    public void serverDescriptionChanged(ServerDescriptionChanged event) {
        tell(
                "serverDescriptionChangedEvent",
                new BsonDocument(
                                "previousDescription",
                                type(name(event.previousDescription().type())))
                        .append(
                                "newDescription",
                                type(name(event.newDescription().type()))));
    }

    @Override
    public void serverHeartbeatStarted(ServerHeartbeatStarted event) {
        tell("serverHeartbeatStartedEvent", awaited(event.awaited()));
    }

    @Override
    public void serverHeartbeatSucceeded(ServerHeartbeatSucceeded event) {
        tell("serverHeartbeatSucceededEvent", awaited(event.awaited()));
    }

    @Override
    public void serverHeartbeatFailed(ServerHeartbeatFailed event) {
        tell("serverHeartbeatFailedEvent", awaited(event.awaited()));
    }
}
