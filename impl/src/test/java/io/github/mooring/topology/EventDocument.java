package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ServerClosed;
import io.github.mooring.api.event.ServerDescriptionChanged;
import io.github.mooring.api.event.ServerOpening;
import io.github.mooring.api.event.ServerState;
import io.github.mooring.api.event.TopologyDescriptionChanged;
import io.github.mooring.api.event.TopologyEvent;
import io.github.mooring.api.event.TopologyOpening;
import io.github.mooring.api.event.TopologyState;
import java.util.Collection;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** An event as the cases of the specification write it down. */
final class EventDocument {
    private EventDocument() {}

    static BsonDocument of(TopologyEvent event) {
        BsonDocument fields = new BsonDocument("topologyId", text(event.topologyId()));
        if (event instanceof TopologyOpening) {
            return new BsonDocument("topology_opening_event", fields);
        }
        if (event instanceof ServerOpening opening) {
            return new BsonDocument("server_opening_event", fields.append("address", text(opening.address())));
        }
        if (event instanceof ServerClosed closed) {
            return new BsonDocument("server_closed_event", fields.append("address", text(closed.address())));
        }
        return ofChange(event, fields);
    }

    private static BsonDocument ofChange(TopologyEvent event, BsonDocument fields) {
        if (event instanceof ServerDescriptionChanged changed) {
            fields.append("address", text(changed.address()))
                    .append("previousDescription", of(changed.previousDescription()))
                    .append("newDescription", of(changed.newDescription()));
            return new BsonDocument("server_description_changed_event", fields);
        }
        if (event instanceof TopologyDescriptionChanged changed) {
            fields.append("previousDescription", of(changed.previousDescription()))
                    .append("newDescription", of(changed.newDescription()));
            return new BsonDocument("topology_description_changed_event", fields);
        }
        throw new AssertionError(event);
    }

    private static BsonDocument of(TopologyState topology) {
        BsonDocument document = new BsonDocument(
                "topologyType", text(TopologyType.valueOf(topology.type().name())));
        append(document, "setName", topology.setName());
        return document.append(
                "servers",
                new BsonArray(topology.servers().stream().map(EventDocument::of).toList()));
    }

    private static BsonDocument of(ServerState server) {
        BsonDocument document = new BsonDocument("address", text(server.address()))
                .append("type", text(ServerType.valueOf(server.type().name())));
        Map.of("hosts", server.hosts(), "passives", server.passives(), "arbiters", server.arbiters())
                .forEach((name, members) -> document.append(name, list(members)));
        append(document, "setName", server.setName());
        append(document, "primary", server.primary());
        return document;
    }

    private static void append(BsonDocument document, String name, @Nullable Object value) {
        if (value != null) {
            document.append(name, text(value));
        }
    }

    private static BsonArray list(Collection<ServerAddress> members) {
        return new BsonArray(members.stream().map(EventDocument::text).toList());
    }

    private static BsonString text(Object value) {
        return new BsonString(String.valueOf(value));
    }
}
