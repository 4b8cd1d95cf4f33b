package io.github.mooring.topology;

import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A client without sockets that lives through a case of the specification Server Discovery and Monitoring. */
final class DiscoveryCase {
    private final Map<String, Integer> generations = new TreeMap<>();
    private TopologyDescription topology;

    DiscoveryCase(BsonDocument testCase) {
        TopologyDescription start =
                TopologyDescription.start(settings(testCase.getString("uri").getValue()));
        topology = start;
        if (start.type() == TopologyType.LOAD_BALANCED) {
            hear(ServerDescription.loadBalancer(start.servers().get(0).address()));
        }
    }

    TopologyDescription topology() {
        return topology;
    }

    int generation(ServerAddress server) {
        return generations.getOrDefault(server.toString(), 0);
    }

    void play(BsonDocument phase) {
        for (BsonValue response : phase.getArray("responses", new BsonArray())) {
            respond(response.asArray());
        }
    }

    /** An answer of a server's, or that there was none. */
    private void respond(BsonArray addressAndReply) {
        ServerAddress server = address(addressAndReply.get(0).asString().getValue());
        BsonDocument reply = addressAndReply.get(1).asDocument();
        if (reply.isEmpty()) {
            fail(server, "no connection");
            return;
        }
        try {
            HelloReply hello = HelloReply.of(server, Hellos.raw(reply));
            hear(ServerDescription.answered(server, hello, new RoundTripTime(Duration.ofMillis(1)), 0));
        } catch (MongoProtocolException e) {
            fail(server, String.valueOf(e.getMessage()));
        }
    }

    private void fail(ServerAddress server, String error) {
        clear(server);
        hear(ServerDescription.failed(server, error, 0));
    }

    private void clear(ServerAddress server) {
        generations.merge(server.toString(), 1, Integer::sum);
    }

    private void hear(ServerDescription server) {
        topology = Discovery.update(topology, server);
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
