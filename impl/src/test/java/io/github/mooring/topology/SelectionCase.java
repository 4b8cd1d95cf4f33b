package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** A case of the specifications Server Selection and Max Staleness in this library's words. */
record SelectionCase(BsonDocument testCase) {
    /** Where a server of a case does not say what it speaks: a version that everybody speaks. */
    private static final BsonInt32 SOME_WIRE_VERSION = new BsonInt32(21);

    TopologyDescription topology() {
        BsonDocument topology = testCase.getDocument("topology_description");
        return new TopologyDescription(
                type(TopologyType.values(), topology),
                servers(topology.getArray("servers")),
                Duration.ofMillis(testCase.getNumber("heartbeatFrequencyMS", new BsonInt32(10_000))
                        .longValue()));
    }

    Selection selection() {
        Set<ServerAddress> deprioritized = servers(testCase.getArray("deprioritized_servers", new BsonArray())).stream()
                .map(ServerDescription::address)
                .collect(Collectors.toSet());
        return new Selection(selector(), Selection.DEFAULT_LOCAL_THRESHOLD, deprioritized);
    }

    List<ServerDescription> servers(String expected) {
        return servers(testCase.getArray(expected));
    }

    static Duration millis(BsonNumber millis) {
        return Duration.ofNanos(Math.round(millis.doubleValue() * 1e6));
    }

    static ServerAddress address(BsonDocument server) {
        String address = server.getString("address").getValue();
        int colon = address.indexOf(':');
        return new ServerAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    private ServerSelector selector() {
        if (testCase.getString("operation", new BsonString("read")).getValue().equals("write")) {
            return new WriteSelector();
        }
        BsonDocument preference = testCase.getDocument("read_preference");
        String mode = preference.getString("mode").getValue();
        return new ReadSelector(
                Arrays.stream(ReadPreference.values())
                        .filter(value -> value.wireName().equalsIgnoreCase(mode))
                        .findFirst()
                        .orElseThrow(),
                preference.getArray("tag_sets", new BsonArray()).stream()
                        .map(set -> tags(set.asDocument()))
                        .toList(),
                preference
                        .getInt32("maxStalenessSeconds", new BsonInt32(ReadSelector.ANY_STALENESS))
                        .getValue());
    }

    private static List<ServerDescription> servers(BsonArray servers) {
        return servers.stream().map(server -> server(server.asDocument())).toList();
    }

    private static ServerDescription server(BsonDocument server) {
        ServerType type = type(ServerType.values(), server);
        WireVersions versions = new WireVersions(
                server.getInt32("minWireVersion", SOME_WIRE_VERSION).getValue(),
                server.getInt32("maxWireVersion", SOME_WIRE_VERSION).getValue());
        TagSet tags = tags(server.getDocument("tags", new BsonDocument()));
        return new ServerDescription(
                address(server),
                Servers.hello(type, versions, Servers.tags(tags), lastWriteDate(server)),
                server.containsKey("avg_rtt_ms") ? new RoundTripTime(millis(server.getNumber("avg_rtt_ms"))) : null,
                millis(server.getNumber("lastUpdateTime", new BsonInt32(0))).toNanos(),
                null);
    }

    private static @Nullable Instant lastWriteDate(BsonDocument server) {
        return server.containsKey("lastWrite")
                ? Instant.ofEpochMilli(server.getDocument("lastWrite")
                        .getInt64("lastWriteDate")
                        .getValue())
                : null;
    }

    private static TagSet tags(BsonDocument tags) {
        return new TagSet(tags.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, tag -> tag.getValue().asString().getValue())));
    }

    private static <T> T type(T[] types, BsonDocument described) {
        String name = described.getString("type").getValue();
        return Arrays.stream(types)
                .filter(type -> type.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
