package io.github.mooring.topology;

import static io.github.mooring.topology.Servers.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopologySettingsTest {
    @Test
    void aSeedThatStandsThereTwiceCountsOnce() {
        assertThat(settings(null, false, false, "a", "b", "a").seeds()).containsExactly(address("a"), address("b"));
    }

    @Test
    void aDirectConnectionAndALoadBalancerAreOneHost() {
        assertRefused(() -> settings(null, true, false, "a", "b"), "directConnection=true needs exactly one host");
        assertRefused(() -> settings(null, false, true, "a", "b"), "loadBalanced=true needs exactly one host");
        assertRefused(() -> settings(null, false, true), "there are 0: []");
    }

    @Test
    void aLoadBalancerIsNeitherASetNorADirectConnection() {
        assertRefused(
                () -> settings("rs", false, true, "a"), "loadBalanced=true cannot be combined with replicaSet=rs");
        assertRefused(
                () -> settings(null, true, true, "a"),
                "loadBalanced=true cannot be combined with directConnection=true");
    }

    private static TopologySettings settings(
            @Nullable String replicaSet, boolean directConnection, boolean loadBalanced, String... seeds) {
        return new TopologySettings(
                Arrays.stream(seeds).map(Servers::address).toList(),
                replicaSet,
                directConnection,
                loadBalanced,
                Servers.HEARTBEAT);
    }

    private static void assertRefused(Runnable settings, String text) {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(settings::run)
                .withMessageContaining(text);
    }
}
