package io.github.mooring.topology;

import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.TopologyEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A client without sockets that lives through a case of the specification Server Discovery and Monitoring. */
final class DiscoveryCase {
    static final long ID = 42;

    private final Map<String, Integer> generations = new TreeMap<>();
    private final List<TopologyEvent> events = new ArrayList<>();
    private TopologyDescription topology;

    DiscoveryCase(BsonDocument testCase) {
        TopologyDescription start =
                TopologyDescription.start(settings(testCase.getString("uri").getValue()));
        topology = start;
        events.addAll(TopologyEvents.opening(ID, start));
        if (start.type() == TopologyType.LOAD_BALANCED) {
            hear(ServerDescription.loadBalancer(start.servers().get(0).address()));
        }
    }

    TopologyDescription topology() {
        return topology;
    }

    /** What was heard since this was asked last. */
    List<TopologyEvent> newEvents() {
        List<TopologyEvent> heard = List.copyOf(events);
        events.clear();
        return heard;
    }

    int generation(ServerAddress server) {
        return generations.getOrDefault(server.toString(), 0);
    }

    void play(BsonDocument phase) {
        for (BsonValue response : phase.getArray("responses", new BsonArray())) {
            respond(response.asArray());
        }
        for (BsonValue error : phase.getArray("applicationErrors", new BsonArray())) {
            operate(error.asDocument());
        }
    }

    /** An operation that runs into an error. */
    private void operate(BsonDocument error) {
        ServerAddress server = address(error.getString("address").getValue());
        int current = generation(server);
        ErrorOrigin origin = new ErrorOrigin(
                server,
                null,
                error.getInt32("generation", new BsonInt32(current)).getValue(),
                error.getInt32("maxWireVersion").getValue(),
                error.getString("when").getValue().equals("afterHandshakeCompletes"),
                false);
        ApplicationError applicationError = error(origin, error);
        if (applicationError != null) {
            apply(server, ErrorScope.of(topology, applicationError, current));
        }
    }

    private static @Nullable ApplicationError error(ErrorOrigin origin, BsonDocument error) {
        return switch (error.getString("type").getValue()) {
            case "network" -> ApplicationError.network(origin, "reset by peer", Set.of());
            case "timeout" -> ApplicationError.timeout(origin, "read timed out", Set.of());
            case "command" -> {
                CommandFailure failure = CommandFailure.of(Hellos.raw(error.getDocument("response")));
                yield failure == null ? null : ApplicationError.command(origin, failure, Set.of());
            }
            default -> throw new AssertionError("error of type " + error.getString("type"));
        };
    }

    /** An answer of a server's, or that there was none. */
    private void respond(BsonArray addressAndReply) {
        ServerAddress server = address(addressAndReply.get(0).asString().getValue());
        BsonDocument reply = addressAndReply.get(1).asDocument();
        if (reply.isEmpty()) {
            fail(server, "no connection", ApplicationError.Kind.NETWORK);
            return;
        }
        try {
            HelloReply hello = HelloReply.of(server, Hellos.raw(reply));
            hear(ServerDescription.answered(server, hello, new RoundTripTime(Duration.ofMillis(1)), 0));
        } catch (MongoProtocolException e) {
            fail(server, String.valueOf(e.getMessage()), ApplicationError.Kind.COMMAND);
        }
    }

    private void fail(ServerAddress server, String error, ApplicationError.Kind kind) {
        apply(server, ErrorScope.ofFailedCheck(topology, server, error, 0, kind));
    }

    private void apply(ServerAddress server, ErrorScope scope) {
        if (scope.clear() != ErrorScope.Clear.NOTHING) {
            generations.merge(server.toString(), 1, Integer::sum);
        }
        if (scope.description() != null) {
            hear(scope.description());
        }
    }

    private void hear(ServerDescription server) {
        TopologyDescription before = topology;
        topology = Discovery.update(before, server);
        events.addAll(TopologyEvents.between(ID, before, topology));
    }

    static ServerAddress address(String text) {
        return MemberAddress.parse("address", text);
    }

    /** The few options that the cases have. */
    private static TopologySettings settings(String uri) {
        String rest = uri.substring("mongodb://".length());
        int slash = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
        Map<String, String> options = options(rest.substring(rest.indexOf('?') + 1));
        List<ServerAddress> seeds = Arrays.stream(rest.substring(0, slash).split(","))
                .map(DiscoveryCase::address)
                .toList();
        return new TopologySettings(
                seeds,
                options.get("replicaset"),
                Boolean.parseBoolean(options.get("directconnection")),
                Boolean.parseBoolean(options.get("loadbalanced")),
                Servers.HEARTBEAT);
    }

    private static Map<String, String> options(String query) {
        return Arrays.stream(query.split("&"))
                .map(option -> option.split("=", 2))
                .filter(option -> option.length == 2)
                .collect(Collectors.toMap(option -> option[0].toLowerCase(Locale.ROOT), option -> option[1]));
    }
}
