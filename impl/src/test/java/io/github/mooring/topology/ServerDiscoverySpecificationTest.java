package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.specification.Deviations;
import io.github.mooring.specification.SpecificationCases;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The cases of the specification Server Discovery and Monitoring, without those in the unified format. None is left out. What
 * a case calls PossiblePrimary is Unknown here: that type is for clients that ask one server after the other.
 */
@Tag(SpecificationCases.TAG)
class ServerDiscoverySpecificationTest {
    private static final String FOLDER = "server-discovery-and-monitoring/tests/";

    @TestFactory
    Stream<DynamicTest> single() {
        return cases("single");
    }

    @TestFactory
    Stream<DynamicTest> replicaSets() {
        return cases("rs");
    }

    @TestFactory
    Stream<DynamicTest> sharded() {
        return cases("sharded");
    }

    @TestFactory
    Stream<DynamicTest> errors() {
        return cases("errors");
    }

    @TestFactory
    Stream<DynamicTest> loadBalanced() {
        return cases("load-balanced");
    }

    @TestFactory
    Stream<DynamicTest> events() {
        return SpecificationCases.ofWholeFiles(FOLDER + "monitoring", Deviations.none(), testCase -> {
            DiscoveryCase client = new DiscoveryCase(testCase);
            for (BsonValue phase : testCase.getArray("phases")) {
                client.play(phase.asDocument());
                BsonArray expected = phase.asDocument().getDocument("outcome").getArray("events");
                assertThat(client.newEvents().stream().map(EventDocument::of).toList())
                        .isEqualTo(List.copyOf(expected));
            }
        });
    }

    private static Stream<DynamicTest> cases(String folder) {
        return SpecificationCases.ofWholeFiles(FOLDER + folder, Deviations.none(), testCase -> {
            DiscoveryCase client = new DiscoveryCase(testCase);
            for (BsonValue phase : testCase.getArray("phases")) {
                client.play(phase.asDocument());
                assertTopology(phase.asDocument().getDocument("outcome"), client);
            }
        });
    }

    private static void assertTopology(BsonDocument outcome, DiscoveryCase client) {
        TopologyDescription topology = client.topology();
        assertThat(topology.type()).hasToString(string(outcome, "topologyType"));
        assertThat(topology.setName()).isEqualTo(string(outcome, "setName"));
        assertThat(topology.logicalSessionTimeoutMinutes()).isEqualTo(integer(outcome, "logicalSessionTimeoutMinutes"));
        assertElection(outcome, "max", topology.maxElection());
        if (outcome.containsKey("compatible")) {
            assertThat(topology.compatibilityError() == null)
                    .as("compatible")
                    .isEqualTo(outcome.getBoolean("compatible").getValue());
        }
        BsonDocument servers = outcome.getDocument("servers");
        assertThat(topology.servers())
                .extracting(ServerDescription::address)
                .containsExactlyInAnyOrderElementsOf(
                        servers.keySet().stream().map(DiscoveryCase::address).toList());
        topology.servers()
                .forEach(server -> assertServer(
                        servers.getDocument(server.address().toString()), server, client.generation(server.address())));
    }

    private static void assertServer(BsonDocument expected, ServerDescription server, int generation) {
        String type = Objects.requireNonNull(string(expected, "type"));
        assertThat(server.type()).hasToString(type.equals("PossiblePrimary") ? "Unknown" : type);
        assertThat(server.setName()).isEqualTo(string(expected, "setName"));
        assertElection(expected, "", server.hello().membership().election());
        assertVersions(expected, server);
        if (expected.containsKey("error")) {
            assertThat(server.error()).contains(Objects.requireNonNull(string(expected, "error")));
        }
        if (expected.containsKey("logicalSessionTimeoutMinutes")) {
            assertThat(server.hello().logicalSessionTimeoutMinutes())
                    .isEqualTo(integer(expected, "logicalSessionTimeoutMinutes"));
        }
        if (expected.containsKey("pool")) {
            assertThat(generation).as("generation").isEqualTo(integer(expected.getDocument("pool"), "generation"));
        }
    }

    private static void assertVersions(BsonDocument expected, ServerDescription server) {
        WireVersions spoken = server.hello().wireVersions();
        assertVersion(expected.get("minWireVersion"), spoken.min());
        assertVersion(expected.get("maxWireVersion"), spoken.max());
        BsonValue version = expected.get("topologyVersion");
        if (version != null) {
            assertThat(server.topologyVersion()).isEqualTo(version.isNull() ? null : version(version.asDocument()));
        }
    }

    private static void assertVersion(@Nullable BsonValue expected, int version) {
        if (expected != null) {
            assertThat(version)
                    .isEqualTo(expected.isNull() ? 0 : expected.asInt32().getValue());
        }
    }

    /** The names of the two fields have {@code max} in front in the topology, and nothing in a server. */
    private static void assertElection(BsonDocument expected, String prefix, Election election) {
        BsonValue id = expected.get(prefix.isEmpty() ? "electionId" : prefix + "ElectionId");
        if (id != null) {
            assertThat(election.electionId())
                    .isEqualTo(id.isNull() ? null : id.asObjectId().getValue());
        }
        BsonValue version = expected.get(prefix.isEmpty() ? "setVersion" : prefix + "SetVersion");
        if (version != null) {
            assertThat(election.setVersion())
                    .isEqualTo(version.isNull() ? null : version.asNumber().longValue());
        }
    }

    private static TopologyVersion version(BsonDocument version) {
        return new TopologyVersion(
                version.getObjectId("processId").getValue(),
                version.getInt64("counter").getValue());
    }

    private static @Nullable String string(BsonDocument document, String name) {
        BsonValue value = document.get(name);
        return value == null || value.isNull() ? null : value.asString().getValue();
    }

    private static @Nullable Integer integer(BsonDocument document, String name) {
        BsonValue value = document.get(name);
        return value == null || value.isNull() ? null : value.asNumber().intValue();
    }
}
