package io.github.mooring.topology;

import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.hosts;
import static io.github.mooring.topology.Servers.primary;
import static io.github.mooring.topology.Servers.secondary;
import static io.github.mooring.topology.Servers.set;
import static io.github.mooring.topology.Servers.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import io.github.mooring.time.Seed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The order in which an operation's server is looked for: role, tags, distance, load. */
class NearServersTest {
    private static final TagSet EAST = TagSet.of("dc", "east");

    @Test
    @DisplayName("M37 a role is never given up for a tag, however few members are left")
    void aTaggedPrimaryIsNoSecondary() {
        TopologyDescription set = set(tagged(primary("p", 1), EAST), secondary("s", 50));

        assertThat(hosts(Selection.of(new ReadSelector(ReadPreference.SECONDARY, List.of(EAST, TagSet.ANY), -1))
                        .candidates(set)))
                .containsExactly("s");
    }

    @Test
    @DisplayName("M37 sets of tags are tried in their order, and before the distance is looked at")
    void tagsComeBeforeTheDistance() {
        TopologyDescription set =
                set(tagged(secondary("far", 80), EAST), tagged(secondary("near", 1), TagSet.of("dc", "west")));

        assertThat(hosts(Selection.of(
                                new ReadSelector(ReadPreference.NEAREST, List.of(EAST, TagSet.of("dc", "west")), -1))
                        .candidates(set)))
                .containsExactly("far");
    }

    @Test
    @DisplayName("M37 near is who is at most 15 ms farther away than the nearest, and not than the next one")
    void theWindowBeginsAtTheNearest() {
        TopologyDescription set =
                set(secondary("a", 40), secondary("b", 25), secondary("c", 10), primary("d", 24), secondary("e", 26));

        assertThat(hosts(Selection.of(ReadSelector.of(ReadPreference.NEAREST)).candidates(set)))
                .containsExactly("b", "c", "d");
    }

    @Test
    @DisplayName("M37 of two near ones the one with fewer operations under way is taken, whatever the distance")
    void theLoadDecidesAmongTheNear() {
        TopologyDescription set = set(secondary("a", 1), secondary("b", 15));
        List<ServerDescription> near =
                Selection.of(ReadSelector.of(ReadPreference.NEAREST)).candidates(set);
        Map<ServerAddress, Integer> operations = Map.of(address("a"), 8, address("b"), 7);

        for (int first = 0; first < 2; first++) {
            int drawn = first;
            assertThat(TwoChoices.of(near, server -> operations.get(server.address()), bound -> bound == 2 ? drawn : 0)
                            .address())
                    .isEqualTo(address("b"));
        }
    }

    @Test
    @DisplayName("M37 idle servers are used alike, and not the first in the order of addresses alone")
    void noAddressIsPreferred() {
        Seed seed = new Seed("NearServersTest");
        Random random = seed.random();
        List<ServerDescription> near = Selection.of(ReadSelector.of(ReadPreference.SECONDARY))
                .candidates(set(secondary("a", 1), secondary("b", 1), secondary("c", 1)));
        Map<ServerAddress, Integer> taken = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            taken.merge(TwoChoices.of(near, server -> 0, random::nextInt).address(), 1, Integer::sum);
        }

        // five standard deviations are 129
        assertThat(taken.values())
                .as("%s", seed)
                .hasSize(3)
                .allSatisfy(n -> assertThat(n).isBetween(850, 1_150));
    }
}
