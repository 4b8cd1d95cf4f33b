package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.event.ServerState;
import io.github.mooring.api.event.TopologyState;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopologyStateTest {
    @ParameterizedTest
    @EnumSource
    void nobodyIsReadableAsLongAsNothingIsKnown(Mode mode) {
        assertThat(state(TopologyState.Type.UNKNOWN, ServerState.Type.UNKNOWN).hasReadableServer(mode))
                .isFalse();
        assertThat(state(TopologyState.Type.SINGLE, ServerState.Type.UNKNOWN).hasReadableServer(mode))
                .isFalse();
        assertThat(state(TopologyState.Type.SHARDED, ServerState.Type.UNKNOWN).hasReadableServer(mode))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whereThereAreNoRolesEverybodyIsReadableWhoIsThere(Mode mode) {
        assertThat(state(TopologyState.Type.SINGLE, ServerState.Type.RS_SECONDARY)
                        .hasReadableServer(mode))
                .isTrue();
        assertThat(state(TopologyState.Type.SHARDED, ServerState.Type.UNKNOWN, ServerState.Type.MONGOS)
                        .hasReadableServer(mode))
                .isTrue();
        assertThat(state(TopologyState.Type.LOAD_BALANCED, ServerState.Type.LOAD_BALANCER)
                        .hasReadableServer(mode))
                .isTrue();
    }

    @Test
    void aReplicaSetIsReadableByWhatTheModeWants() {
        TopologyState secondaries = state(TopologyState.Type.REPLICA_SET_NO_PRIMARY, ServerState.Type.RS_SECONDARY);
        TopologyState primary = state(TopologyState.Type.REPLICA_SET_WITH_PRIMARY, ServerState.Type.RS_PRIMARY);
        TopologyState arbiter = state(TopologyState.Type.REPLICA_SET_NO_PRIMARY, ServerState.Type.RS_ARBITER);

        assertThat(modes(secondaries)).isEqualTo(allBut(Mode.STRONG));
        assertThat(modes(primary)).isEqualTo(allBut(Mode.SECONDARY));
        assertThat(modes(arbiter)).isEmpty();
        assertThat(secondaries.hasWritableServer()).isFalse();
        assertThat(secondaries.hasReadableServer()).isFalse();
        assertThat(primary.hasWritableServer()).isTrue();
        assertThat(primary.hasReadableServer()).isTrue();
    }

    @Test
    void membersKeepTheirOrderAndDoNotChange() {
        Set<ServerAddress> hosts = new LinkedHashSet<>(List.of(new ServerAddress("b", 1), new ServerAddress("a", 1)));
        ServerState state = server(ServerState.Type.RS_PRIMARY, hosts);

        hosts.clear();

        assertThat(state.hosts()).containsExactly(new ServerAddress("b", 1), new ServerAddress("a", 1));
    }

    private static List<Mode> modes(TopologyState state) {
        return Arrays.stream(Mode.values()).filter(state::hasReadableServer).toList();
    }

    private static List<Mode> allBut(Mode left) {
        return Arrays.stream(Mode.values()).filter(mode -> mode != left).toList();
    }

    private static TopologyState state(TopologyState.Type type, ServerState.Type... servers) {
        return new TopologyState(
                type,
                null,
                Arrays.stream(servers).map(server -> server(server, Set.of())).toList(),
                null);
    }

    private static ServerState server(ServerState.Type type, Set<ServerAddress> hosts) {
        return new ServerState(
                new ServerAddress("db.example", 27017),
                type,
                null,
                null,
                null,
                hosts,
                Set.of(),
                Set.of(),
                TagSet.ANY,
                0,
                25,
                null,
                null);
    }
}
