package io.github.mooring.topology;

import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.hosts;
import static io.github.mooring.topology.Servers.server;
import static io.github.mooring.topology.Servers.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelectionTest {
    private static final Selection WRITE = Selection.of(new WriteSelector());

    @ParameterizedTest
    @EnumSource
    void aDirectConnectionServesWhateverItsServerIsIfItAnswers(ServerType type) {
        TopologyDescription single = topology(TopologyType.SINGLE, server("a", type, 1));

        boolean serves = !WRITE.candidates(single).isEmpty();

        assertThat(serves).isEqualTo(type != ServerType.UNKNOWN && type != ServerType.POSSIBLE_PRIMARY);
        assertThat(Selection.of(ReadSelector.of(ReadPreference.SECONDARY)).candidates(single))
                .hasSize(serves ? 1 : 0);
    }

    @Test
    void aLoadBalancerServesAlthoughNobodyMeasuresIt() {
        ServerDescription balancer = server("lb", ServerType.LOAD_BALANCER, (Duration) null);

        assertThat(WRITE.candidates(topology(TopologyType.LOAD_BALANCED, balancer)))
                .containsExactly(balancer);
    }

    @Test
    void aServerThatWasNotMeasuredIsNotNear() {
        TopologyDescription routers = topology(
                TopologyType.SHARDED,
                server("measured", ServerType.MONGOS, 500),
                server("new", ServerType.MONGOS, (Duration) null),
                ServerDescription.unknown(address("gone")));

        assertThat(hosts(WRITE.candidates(routers))).containsExactly("measured");
    }

    @Test
    void theWindowIsAsWideAsIsConfigured() {
        TopologyDescription routers = topology(
                TopologyType.SHARDED,
                server("a", ServerType.MONGOS, Duration.ofMillis(20)),
                server("b", ServerType.MONGOS, Duration.ofNanos(20_000_001)),
                server("c", ServerType.MONGOS, Duration.ofMillis(30)));

        assertThat(hosts(within(Duration.ZERO).candidates(routers))).containsExactly("a");
        assertThat(hosts(within(Duration.ofMillis(9)).candidates(routers))).containsExactly("a", "b");
        assertThat(hosts(within(Duration.ofMillis(10)).candidates(routers))).containsExactly("a", "b", "c");
        assertThatIllegalArgumentException().isThrownBy(() -> within(Duration.ofMillis(-1)));
    }

    @Test
    void aFailedServerIsAskedAgainOnlyIfThereIsNoOther() {
        TopologyDescription routers =
                topology(TopologyType.SHARDED, server("a", ServerType.MONGOS, 1), server("b", ServerType.MONGOS, 400));

        Selection second = WRITE.avoiding(address("a"));
        Selection third = second.avoiding(address("b"));

        assertThat(hosts(second.candidates(routers))).containsExactly("b");
        assertThat(hosts(third.candidates(routers))).containsExactly("a");
        assertThat(hosts(WRITE.candidates(routers))).containsExactly("a");
    }

    private static Selection within(Duration localThreshold) {
        return new Selection(new WriteSelector(), localThreshold, Set.of());
    }
}
