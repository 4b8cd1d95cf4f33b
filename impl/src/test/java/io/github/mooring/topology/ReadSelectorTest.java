package io.github.mooring.topology;

import static io.github.mooring.topology.Servers.hosts;
import static io.github.mooring.topology.Servers.primary;
import static io.github.mooring.topology.Servers.secondary;
import static io.github.mooring.topology.Servers.server;
import static io.github.mooring.topology.Servers.set;
import static io.github.mooring.topology.Servers.tagged;
import static io.github.mooring.topology.Servers.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.TagSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadSelectorTest {
    private static final TagSet EAST = TagSet.of("dc", "east");
    private static final TagSet WEST = TagSet.of("dc", "west");

    @Test
    void thePrimaryTakesNoTagsAndNoStaleness() {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> new ReadSelector(ReadPreference.PRIMARY, List.of(TagSet.ANY, EAST), -1))
                .withMessageContaining("readPreference is primary")
                .withMessageContaining("[{}, {dc=east}]");
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> new ReadSelector(ReadPreference.PRIMARY, List.of(), 120))
                .withMessage("maxStalenessSeconds is 120, but readPreference is primary");
        assertThat(new ReadSelector(ReadPreference.PRIMARY, List.of(TagSet.ANY), -1).tagSets())
                .containsExactly(TagSet.ANY);
    }

    @Test
    void aStalenessBelowNoneIsRefused() {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> new ReadSelector(ReadPreference.NEAREST, List.of(), -2))
                .withMessageContaining("maxStalenessSeconds is -2");
    }

    @Test
    void theFirstSetOfTagsThatAnybodyHasDecides() {
        TopologyDescription set =
                set(tagged(secondary("a", 1), WEST), tagged(secondary("b", 1), EAST), tagged(secondary("c", 1), WEST));

        assertThat(select(set, TagSet.of("dc", "north"), WEST, EAST)).containsExactly("a", "c");
        assertThat(select(set, EAST, TagSet.ANY)).containsExactly("b");
        assertThat(select(set, EAST.and("rack", "1"), TagSet.ANY)).containsExactly("a", "b", "c");
        assertThat(select(set, EAST.and("rack", "1"))).isEmpty();
        assertThat(select(set)).containsExactly("a", "b", "c");
    }

    @Test
    void aSetOfTagsThatOnlyStaleMembersHaveDecidesNothing() {
        TopologyDescription set = set(
                written(primary("p", 1), 1000, 1000),
                written(tagged(secondary("stale", 1), EAST), 1, 1000),
                written(tagged(secondary("fresh", 1), WEST), 999, 1000));

        List<ServerDescription> found = Selection.of(
                        new ReadSelector(ReadPreference.SECONDARY, List.of(EAST, WEST), 90))
                .candidates(set);

        assertThat(hosts(found)).containsExactly("fresh");
    }

    @Test
    void secondaryPreferredTakesThePrimaryWhateverItsTags() {
        TopologyDescription set = set(tagged(primary("p", 1), WEST), tagged(secondary("s", 1), WEST));

        List<ServerDescription> found = Selection.of(
                        new ReadSelector(ReadPreference.SECONDARY_PREFERRED, List.of(EAST), -1))
                .candidates(set);

        assertThat(hosts(found)).containsExactly("p");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RS_PRIMARY", "RS_SECONDARY"})
    void nobodyReadsFromAMemberWithoutDataToServe(ServerType type) {
        TopologyDescription set = set(server("other", type, 1));

        for (ReadPreference preference : ReadPreference.values()) {
            assertThat(Selection.of(ReadSelector.of(preference)).candidates(set))
                    .as(preference.wireName())
                    .isEmpty();
        }
    }

    private static List<String> select(TopologyDescription set, TagSet... tags) {
        return hosts(Selection.of(new ReadSelector(ReadPreference.NEAREST, List.of(tags), -1))
                .candidates(set));
    }
}
