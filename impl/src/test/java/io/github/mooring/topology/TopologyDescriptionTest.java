package io.github.mooring.topology;

import static io.github.mooring.topology.Hellos.heard;
import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.at;
import static io.github.mooring.topology.Servers.balanced;
import static io.github.mooring.topology.Servers.direct;
import static io.github.mooring.topology.Servers.primary;
import static io.github.mooring.topology.Servers.secondary;
import static io.github.mooring.topology.Servers.server;
import static io.github.mooring.topology.Servers.set;
import static io.github.mooring.topology.Servers.speaking;
import static io.github.mooring.topology.Servers.start;
import static io.github.mooring.topology.Servers.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopologyDescriptionTest {
    @Test
    void aTypeThatContradictsItsServersIsRefused() {
        assertRefused(TopologyType.REPLICA_SET_WITH_PRIMARY, secondary("a", 1));
        assertRefused(TopologyType.REPLICA_SET_WITH_PRIMARY, primary("a", 1), primary("b", 1));
        assertRefused(TopologyType.REPLICA_SET_NO_PRIMARY, primary("a", 1));
        assertRefused(TopologyType.SINGLE, primary("a", 1), secondary("b", 1));
        assertRefused(TopologyType.LOAD_BALANCED);
    }

    @ParameterizedTest
    @EnumSource
    void noServerIsThereTwice(TopologyType type) {
        assertRefused(type, secondary("a", 1), secondary("a", 2));
    }

    @Test
    void aServerThatSpeaksAnotherProtocolIsFound() {
        ServerDescription old = speaking(secondary("old", 1), 0, 5);
        ServerDescription newer = speaking(secondary("newer", 1), 30, 40);

        assertThat(set(secondary("a", 1), old).incompatible(6, 29)).contains(old);
        assertThat(set(secondary("a", 1), newer).incompatible(6, 29)).contains(newer);
        assertThat(set(speaking(secondary("a", 1), 0, 6), speaking(secondary("b", 1), 29, 40))
                        .incompatible(6, 29))
                .isEmpty();
    }

    @Test
    void whoDoesNotSayWhatItSpeaksIsNoReasonToGiveUp() {
        ServerDescription balancer = speaking(server("lb", ServerType.LOAD_BALANCER, (Duration) null), 0, 0);

        assertThat(topology(TopologyType.UNKNOWN, ServerDescription.unknown(address("a")))
                        .incompatible(6, 29))
                .isEmpty();
        assertThat(topology(TopologyType.LOAD_BALANCED, balancer).incompatible(6, 29))
                .isEmpty();
    }

    @Test
    void whatItBeginsAsFollowsFromWhatTheApplicationHasSaid() {
        assertThat(start(null, "a", "b"))
                .returns(TopologyType.UNKNOWN, TopologyDescription::type)
                .returns(null, TopologyDescription::setName)
                .returns(
                        List.of(ServerDescription.unknown(address("a")), ServerDescription.unknown(address("b"))),
                        TopologyDescription::servers);
        assertThat(start("rs", "a"))
                .returns(TopologyType.REPLICA_SET_NO_PRIMARY, TopologyDescription::type)
                .returns("rs", TopologyDescription::setName);
        assertThat(direct("rs", "a").type()).isEqualTo(TopologyType.SINGLE);
        assertThat(direct(null, "a").type()).isEqualTo(TopologyType.SINGLE);
        assertThat(balanced("a").type()).isEqualTo(TopologyType.LOAD_BALANCED);
    }

    @Test
    void theFirstThatForgetsSessionsDecidesForAllThatServeData() {
        assertThat(minutes(forgetting("a", "30"), forgetting("b", "5"))).isEqualTo(5);
        assertThat(minutes(forgetting("a", "30"), forgetting("b", "null"))).isNull();
        assertThat(minutes(forgetting("a", "30"), ServerDescription.unknown(address("b"))))
                .isEqualTo(30);
        assertThat(minutes(
                        forgetting("a", "30"),
                        heard("b", "setName: 'rs', arbiterOnly: true, logicalSessionTimeoutMinutes: 1")))
                .isEqualTo(30);
        assertThat(minutes(ServerDescription.unknown(address("b")))).isNull();
    }

    @Test
    void distancesAndTimesAreNoNews() {
        TopologyDescription set = set(secondary("a", 1), secondary("b", 2));

        assertThat(set.saysTheSameAs(set(at(secondary("b", 5), 7), secondary("a", 9))))
                .isTrue();
        assertThat(set.saysTheSameAs(set(secondary("a", 1)))).isFalse();
        assertThat(set.saysTheSameAs(set(secondary("a", 1), secondary("c", 2)))).isFalse();
        assertThat(set.saysTheSameAs(set(primary("a", 1), secondary("b", 2)))).isFalse();
        assertThat(start(null, "a").saysTheSameAs(start("rs", "a"))).isFalse();
    }

    private static ServerDescription forgetting(String host, String minutes) {
        return heard(host, "setName: 'rs', secondary: true, logicalSessionTimeoutMinutes: " + minutes);
    }

    private static @Nullable Integer minutes(ServerDescription... servers) {
        return set(servers).logicalSessionTimeoutMinutes();
    }

    private static void assertRefused(TopologyType type, ServerDescription... servers) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topology(type, servers))
                .withMessageContaining("no " + type);
    }
}
