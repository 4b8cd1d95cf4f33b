package io.github.mooring.topology;

import static io.github.mooring.topology.DiscoveryTest.after;
import static io.github.mooring.topology.Hellos.heard;
import static io.github.mooring.topology.Hellos.secondary;
import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.hosts;
import static io.github.mooring.topology.Servers.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SrvRecordsTest {
    private final TopologyDescription sharded = after(start(null, "a", "b"), heard("a", "msg: 'isdbgrid'"));

    @Test
    void hostsComeAndGoAndThoseThatStayAreLeftAlone() {
        TopologyDescription topology = update(sharded, 0, "c", "a");

        assertThat(hosts(topology.servers())).containsExactly("a", "c");
        assertThat(topology.servers().get(0)).isSameAs(sharded.servers().get(0));
        assertThat(topology.leftOut())
                .containsExactly(new LeftOut(address("b"), "is no longer among the hosts of the SRV record"));
    }

    @Test
    void anAnswerWithoutHostsChangesNothing() {
        assertThat(update(sharded, 0)).isSameAs(sharded);
    }

    @Test
    void aReplicaSetAndASingleServerAreNotPolled() {
        TopologyDescription set = after(start("rs", "a"), secondary("a", "a"));
        TopologyDescription single = after(start(null, "a"), heard("a", ""));

        assertThat(update(set, 0, "b")).isSameAs(set);
        assertThat(update(single, 0, "b")).isSameAs(single);
    }

    @Test
    void thereAreNeverMoreThanSrvMaxHosts() {
        Random random = new Seed("SrvRecordsTest").random();
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            TopologyDescription topology = SrvRecords.update(
                    sharded, List.of(address("a"), address("c"), address("d"), address("e")), 2, random::nextInt);
            assertThat(topology.servers()).hasSize(2);
            assertThat(hosts(topology.servers())).contains("a");
            drawn.addAll(hosts(topology.servers()));
        }
        assertThat(drawn).containsExactlyInAnyOrder("a", "c", "d", "e");
    }

    @Test
    void srvMaxHostsThatAreEnoughLeaveNobodyOut() {
        assertThat(hosts(update(sharded, 3, "a", "c", "d").servers())).containsExactly("a", "c", "d");
        assertThat(hosts(update(sharded, 1, "a", "c", "d").servers())).containsExactly("a");
    }

    @Test
    void aStandaloneAmongSeveralHostsOfWhichOneWasTheSeedIsLeftOut() {
        TopologyDescription grown = update(start(null, "a"), 0, "a", "b");

        assertThat(hosts(Discovery.update(grown, heard("a", "isWritablePrimary: true"))
                        .servers()))
                .containsExactly("b");
    }

    private static TopologyDescription update(TopologyDescription topology, int srvMaxHosts, String... hosts) {
        return SrvRecords.update(
                topology, Arrays.stream(hosts).map(Servers::address).toList(), srvMaxHosts, bound -> 0);
    }
}
