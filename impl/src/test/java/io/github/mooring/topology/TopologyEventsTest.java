package io.github.mooring.topology;

import static io.github.mooring.topology.DiscoveryTest.after;
import static io.github.mooring.topology.DiscoveryTest.elected;
import static io.github.mooring.topology.Hellos.heard;
import static io.github.mooring.topology.Hellos.primary;
import static io.github.mooring.topology.Hellos.secondary;
import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.at;
import static io.github.mooring.topology.Servers.start;
import static io.github.mooring.topology.TopologyEvents.between;
import static io.github.mooring.topology.TopologyEvents.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.TagSet;
import io.github.mooring.api.event.ServerClosed;
import io.github.mooring.api.event.ServerDescriptionChanged;
import io.github.mooring.api.event.ServerOpening;
import io.github.mooring.api.event.ServerState;
import io.github.mooring.api.event.TopologyClosed;
import io.github.mooring.api.event.TopologyDescriptionChanged;
import io.github.mooring.api.event.TopologyState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopologyEventsTest {
    private static final long ID = 7;
    private final TopologyDescription before = start("rs", "a", "b");

    @Test
    void serversThatChangeAndComeAndGoAreHeardOfBeforeTheTopology() {
        TopologyDescription after = Discovery.update(before, primary("a", List.of("a", "c"), elected(1)));

        assertThat(between(ID, before, after))
                .containsExactly(
                        new ServerDescriptionChanged(
                                ID,
                                address("a"),
                                stateOf(before.servers().get(0)),
                                stateOf(after.servers().get(0))),
                        new ServerOpening(ID, address("c")),
                        new ServerClosed(ID, address("b")),
                        new TopologyDescriptionChanged(ID, stateOf(before), stateOf(after)));
    }

    @Test
    void whatIsNoNewsIsNotHeardOf() {
        TopologyDescription known = after(before, secondary("a", "a", "b"));

        assertThat(between(ID, known, known)).isEmpty();
        assertThat(between(ID, known, Discovery.update(known, at(secondary("a", "b", "a"), 99))))
                .isEmpty();
    }

    @Test
    void atTheEndAllServersGo() {
        assertThat(TopologyEvents.closing(ID, before))
                .containsExactly(
                        new ServerClosed(ID, address("a")),
                        new ServerClosed(ID, address("b")),
                        new TopologyDescriptionChanged(ID, stateOf(before), stateOf(Discovery.close(before))),
                        new TopologyClosed(ID));
    }

    @Test
    void applicationsSeeOfAServerWhatItSaidAndHowFarItIs() {
        ServerDescription server = heard(
                "a",
                "setName: 'rs', secondary: true, me: 'a', primary: 'b', hosts: ['a'], passives: ['b'], arbiters: ['c'],"
                        + " tags: {dc: 'east'}");

        assertThat(stateOf(server))
                .isEqualTo(new ServerState(
                        address("a"),
                        ServerState.Type.RS_SECONDARY,
                        "rs",
                        address("a"),
                        address("b"),
                        Set.of(address("a")),
                        Set.of(address("b")),
                        Set.of(address("c")),
                        TagSet.of("dc", "east"),
                        0,
                        21,
                        Duration.ofMillis(1),
                        null));
        assertThat(stateOf(ServerDescription.failed(address("a"), "refused", 0)).error())
                .isEqualTo("refused");
    }

    @Test
    void applicationsSeeWhyNoOperationMayGoToAServer() {
        assertThat(stateOf(after(
                                before,
                                heard("a", "setName: 'rs', secondary: true, maxWireVersion: 21, minWireVersion: 0")))
                        .compatibilityError())
                .isNull();
        assertThat(stateOf(after(
                                start(null, "a"),
                                ServerDescription.answered(
                                        address("a"), Hellos.hello("{ok: 1}"), new RoundTripTime(Duration.ZERO), 0)))
                        .compatibilityError())
                .contains("a:27017 reports wire version 0");
    }

    @Test
    void allTypesAreThereForApplicationsToo() {
        assertThat(names(ServerState.Type.values())).isEqualTo(names(ServerType.values()));
        assertThat(names(TopologyState.Type.values())).isEqualTo(names(TopologyType.values()));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
