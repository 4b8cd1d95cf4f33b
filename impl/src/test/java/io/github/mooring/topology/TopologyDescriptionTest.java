package io.github.mooring.topology;

import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.primary;
import static io.github.mooring.topology.Servers.secondary;
import static io.github.mooring.topology.Servers.server;
import static io.github.mooring.topology.Servers.set;
import static io.github.mooring.topology.Servers.speaking;
import static io.github.mooring.topology.Servers.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
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

    private static void assertRefused(TopologyType type, ServerDescription... servers) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topology(type, servers))
                .withMessageContaining("no " + type);
    }
}
