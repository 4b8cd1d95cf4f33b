package io.github.mooring.topology;

import static io.github.mooring.topology.DiscoveryTest.after;
import static io.github.mooring.topology.Hellos.heard;
import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.secondary;
import static io.github.mooring.topology.Servers.set;
import static io.github.mooring.topology.Servers.speaking;
import static io.github.mooring.topology.Servers.start;
import static io.github.mooring.topology.Servers.tagged;
import static io.github.mooring.topology.Servers.topology;
import static io.github.mooring.topology.Servers.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.TagSet;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTextTest {
    private static final long NOW = Duration.ofSeconds(1_003).toNanos();

    @Test
    void anErrorSaysWhatWasWantedAndWhatThereIs() {
        Selection selection = Selection.of(new ReadSelector(
                ReadPreference.SECONDARY, List.of(TagSet.of("dc", "east"), TagSet.of("dc", "north")), 120));
        TopologyDescription set = set(
                written(tagged(secondary("a", 5), TagSet.of("dc", "west")), 900, 1_000),
                written(secondary("b", 20), 1_000, 1_001),
                ServerDescription.failed(
                        address("c"),
                        "connection refused",
                        Duration.ofSeconds(1_002).toNanos()),
                ServerDescription.unknown(address("d")));

        assertThat(selection.candidates(set)).isEmpty();
        assertThat(SelectionText.nobody(selection, set, NOW))
                .isEqualTo("no server for a read from secondary with tags [{dc=east}, {dc=north}] at most 120 s behind;"
                        + " the topology is ReplicaSetNoPrimary of"
                        + " a:27017 RSSecondary (5.0 ms away, tags {dc=west}, up to 110 s behind, asked 3 s ago);"
                        + " b:27017 RSSecondary (20.0 ms away, up to 10 s behind, asked 2 s ago);"
                        + " c:27017 Unknown (asked 1 s ago, connection refused);"
                        + " d:27017 Unknown (not asked yet)");
    }

    @Test
    void aTopologyWithoutServersSaysSo() {
        assertThat(SelectionText.nobody(Selection.of(new WriteSelector()), topology(TopologyType.UNKNOWN), NOW))
                .isEqualTo("no server for a write; the topology is Unknown of no servers");
    }

    @Test
    void itSaysWhoWasLeftOutAndWhy() {
        TopologyDescription empty =
                after(start("rs", "a"), heard("a", "setName: 'other', secondary: true, hosts: ['a']"));

        assertThat(SelectionText.nobody(Selection.of(new WriteSelector()), empty, NOW))
                .isEqualTo("no server for a write; the topology is ReplicaSetNoPrimary 'rs' of no servers; left out:"
                        + " a:27017 belongs to the replica set 'other', not to 'rs'");
    }

    @Test
    void itSaysWhatAnOperationRanIntoAndThatNobodyHasAskedSince() {
        TopologyDescription doubted = topology(
                TopologyType.UNKNOWN, ServerDescription.doubted(address("a"), "error 10107: not primary", null));

        assertThat(SelectionText.dead(Selection.of(new WriteSelector()), doubted, NOW))
                .isEqualTo("no server for a write, and none that answers; the topology is Unknown of"
                        + " a:27017 Unknown (not asked since, error 10107: not primary)");
    }

    @Test
    void ofManyServersItTellsOfTheFirst() {
        String[] hosts = IntStream.range(0, 25).mapToObj(i -> "h" + i).toArray(String[]::new);

        assertThat(SelectionText.nobody(Selection.of(new WriteSelector()), start("rs", hosts), NOW))
                .endsWith("; h19:27017 Unknown (not asked yet); and 5 more")
                .doesNotContain("h20");
    }

    @Test
    void anIncompatibleServerIsNamedInTheWordsOfTheSpecification() {
        assertThat(set(speaking(secondary("a", 1), 0, 5)).compatibilityError())
                .isEqualTo("Server at a:27017 reports wire version 5, but this version of Mooring requires at least 6"
                        + " (MongoDB 3.6).");
        assertThat(set(speaking(secondary("a", 1), 30, 40)).compatibilityError())
                .isEqualTo("Server at a:27017 requires wire version 30, but this version of Mooring only supports up to"
                        + " 29.");
        assertThat(set(secondary("a", 1)).compatibilityError()).isNull();
    }
}
