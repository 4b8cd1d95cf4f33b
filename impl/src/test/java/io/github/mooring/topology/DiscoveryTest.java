package io.github.mooring.topology;

import static io.github.mooring.topology.Hellos.failed;
import static io.github.mooring.topology.Hellos.heard;
import static io.github.mooring.topology.Hellos.primary;
import static io.github.mooring.topology.Hellos.secondary;
import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.balanced;
import static io.github.mooring.topology.Servers.direct;
import static io.github.mooring.topology.Servers.hosts;
import static io.github.mooring.topology.Servers.start;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

/** What news of one server means to all of them. */
class DiscoveryTest {
    private static final String PROCESS =
            "topologyVersion: {processId: {$oid: '00000000000000000000000%d'}, counter: %d}";

    @Test
    void newsOfAServerThatDoesNotBelongToThemChangesNothing() {
        TopologyDescription topology = start("rs", "a");

        assertThat(Discovery.update(topology, secondary("b", "a", "b"))).isSameAs(topology);
    }

    @Test
    void whatWasSaidBeforeIsIgnoredWhenItComesLater() {
        TopologyDescription topology = after(start("rs", "a"), versioned(1, 5));

        assertThat(Discovery.update(topology, versioned(1, 4))).isSameAs(topology);
        assertThat(Discovery.update(topology, versioned(1, 5))).isNotSameAs(topology);
        assertThat(version(Discovery.update(topology, versioned(1, 6)))).isEqualTo(6);
        assertThat(version(Discovery.update(topology, versioned(2, 1)))).isEqualTo(1);
        assertThat(Discovery.update(topology, failed("a")).server(address("a"))).contains(failed("a"));
    }

    @Test
    void aStandaloneIsASingleServerIfItIsTheOnlySeed() {
        ServerDescription standalone = heard("a", "isWritablePrimary: true");

        assertThat(after(start(null, "a"), standalone, failed("a")).type()).isEqualTo(TopologyType.SINGLE);
        assertThat(after(start(null, "a", "b"), standalone))
                .returns(TopologyType.UNKNOWN, TopologyDescription::type)
                .returns(List.of("b"), topology -> hosts(topology.servers()))
                .returns(
                        List.of(new LeftOut(address("a"), "belongs to no replica set, and is one of several hosts")),
                        TopologyDescription::leftOut);
    }

    @Test
    void whoDoesNotBelongToTheOthersIsLeftOutWithTheReason() {
        assertThat(after(start(null, "a", "b"), heard("a", "msg: 'isdbgrid'"), secondary("b", "b")))
                .returns(TopologyType.SHARDED, TopologyDescription::type)
                .satisfies(leftOut("b", "is no mongos but a RSSecondary, and the others are mongos"));
        assertThat(after(start("rs", "a"), heard("a", "msg: 'isdbgrid'")))
                .satisfies(leftOut("a", "is a Mongos, and the others are a replica set"));
        assertThat(after(start("other", "a"), secondary("a", "a")))
                .satisfies(leftOut("a", "belongs to the replica set 'rs', not to 'other'"));
        assertThat(after(start("rs", "a"), heard("a", "setName: 'rs', secondary: true, hosts: ['b'], me: 'b'")))
                .satisfies(leftOut("a", "is called b:27017 by its replica set"));
        assertThat(after(start("rs", "a", "b"), primary("b", List.of("b", "c"), "setVersion: 1")))
                .satisfies(leftOut("a", "is not among the members that the primary b:27017 names"));
    }

    @Test
    void whoComesBackIsNoLongerLeftOut() {
        assertThat(after(
                                start("rs", "a", "b"),
                                primary("b", List.of("b"), "setVersion: 1"),
                                primary("b", List.of("b", "a"), "setVersion: 2"))
                        .leftOut())
                .isEmpty();
    }

    @Test
    void onlyTheLatestThatAreLeftOutAreKept() {
        TopologyDescription topology =
                after(start("rs", names(20).toArray(String[]::new)), primary("h0", List.of("h0"), "setVersion: 1"));

        assertThat(topology.leftOut()).hasSize(TopologyDescription.MAX_LEFT_OUT);
        assertThat(topology.leftOut().get(9).server()).isEqualTo(address("h19"));
    }

    @Test
    void aDirectConnectionToAServerOfAnotherSetSaysSo() {
        assertThat(after(direct("other", "a"), secondary("a", "a")))
                .returns(TopologyType.SINGLE, TopologyDescription::type)
                .returns(
                        List.of(ServerDescription.doubted(
                                address("a"),
                                "belongs to the replica set 'rs', but replicaSet=other is configured",
                                null)),
                        TopologyDescription::servers);
        assertThat(after(direct("other", "a"), heard("a", "isWritablePrimary: true"))
                        .servers()
                        .get(0)
                        .error())
                .isEqualTo("belongs to no replica set, but replicaSet=other is configured");
        assertThat(after(direct("rs", "a"), secondary("a", "a"))
                        .servers()
                        .get(0)
                        .type())
                .isEqualTo(ServerType.RS_SECONDARY);
    }

    @Test
    void aLoadBalancerIsNothingElseEver() {
        TopologyDescription topology = after(balanced("a"), ServerDescription.loadBalancer(address("a")));

        assertThat(topology.servers()).containsExactly(ServerDescription.loadBalancer(address("a")));
        assertThat(Discovery.update(topology, failed("a"))).isSameAs(topology);
        assertThat(Discovery.update(topology, heard("a", "msg: 'isdbgrid'"))).isSameAs(topology);
        assertThat(Discovery.update(start(null, "a"), ServerDescription.loadBalancer(address("a"))))
                .isEqualTo(start(null, "a"));
    }

    @Test
    void membersThatNameEverMoreMembersComeToAnEnd() {
        TopologyDescription topology = start("rs", "h0");
        for (int i = 0; i < 1_000; i++) {
            topology = Discovery.update(topology, secondary("h" + i, "h" + i, "h" + (2 * i + 1), "h" + (2 * i + 2)));
        }

        assertThat(topology.servers()).hasSize(TopologyDescription.MAX_SERVERS);
        assertThat(topology.leftOut().get(9).reason()).contains("is named by h", "but there are 200 servers already");
    }

    @Test
    void membersThatNameEachOtherInACircleAreAskedOnceEach() {
        assertThat(hosts(after(start("rs", "a"), secondary("a", "b"), secondary("b", "c"), secondary("c", "a"))
                        .servers()))
                .containsExactly("a", "b", "c");
    }

    @Test
    void seedsDoNotCountAgainstTheLimit() {
        assertThat(start("rs", names(300).toArray(String[]::new)).servers()).hasSize(300);
    }

    @Test
    void aPrimaryMayExchangeAllMembersAtOnce() {
        List<String> first = names(200);
        List<String> next =
                new ArrayList<>(IntStream.range(200, 399).mapToObj(i -> "h" + i).toList());
        next.add("h0");

        TopologyDescription topology =
                after(start("rs", "h0"), primary("h0", first, "setVersion: 1"), primary("h0", next, "setVersion: 2"));

        Collections.rotate(next, 1);
        assertThat(hosts(topology.servers())).isEqualTo(next);
    }

    @Test
    void aPrimaryThatNamesNobodyLeavesNobodyAndTheReason() {
        assertThat(after(start("rs", "a"), heard("a", "isWritablePrimary: true, setName: 'rs'")))
                .returns(List.of(), TopologyDescription::servers)
                .satisfies(leftOut("a", "is not among the members that the primary a:27017 names"));
    }

    @Test
    void ofTwoPrimariesTheLaterOneStays() {
        List<String> both = List.of("a", "b");
        TopologyDescription first = after(start("rs", "a"), primary("a", both, elected(1)));
        TopologyDescription second = Discovery.update(first, primary("b", both, elected(2)));
        TopologyDescription third = Discovery.update(second, primary("a", both, elected(1)));

        assertThat(second.primary().map(ServerDescription::address)).contains(address("b"));
        assertThat(second.servers().get(0).error())
                .isEqualTo("primary marked stale due to discovery of newer primary, which is b:27017");
        assertThat(third.primary().map(ServerDescription::address)).contains(address("b"));
        assertThat(third.servers().get(0).error())
                .isEqualTo("primary marked stale due to electionId/setVersion mismatch,"
                        + " (000000000000000000000001, 1) is stale compared to (000000000000000000000002, 1)");
    }

    @Test
    void theEndIsATopologyWithoutServers() {
        assertThat(Discovery.close(after(start("rs", "a"), secondary("a", "a", "b"))))
                .returns(TopologyType.UNKNOWN, TopologyDescription::type)
                .returns(List.of(), TopologyDescription::servers);
    }

    static String elected(int id) {
        return "setVersion: 1, electionId: {$oid: '%024x'}".formatted(id);
    }

    static TopologyDescription after(TopologyDescription topology, ServerDescription... news) {
        TopologyDescription next = topology;
        for (ServerDescription server : news) {
            next = Discovery.update(next, server);
        }
        return next;
    }

    private static ServerDescription versioned(int process, int counter) {
        return primary("a", List.of("a"), PROCESS.formatted(process, counter));
    }

    private static long version(TopologyDescription topology) {
        return Objects.requireNonNull(topology.servers().get(0).topologyVersion())
                .counter();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "h" + i).toList();
    }

    private static ThrowingConsumer<TopologyDescription> leftOut(String host, String reason) {
        return topology -> {
            assertThat(hosts(topology.servers())).doesNotContain(host);
            assertThat(topology.leftOut()).contains(new LeftOut(address(host), reason));
        };
    }
}
