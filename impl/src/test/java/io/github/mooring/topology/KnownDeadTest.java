package io.github.mooring.topology;

import static io.github.mooring.topology.DiscoveryTest.after;
import static io.github.mooring.topology.Hellos.heard;
import static io.github.mooring.topology.Hellos.secondary;
import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.balanced;
import static io.github.mooring.topology.Servers.direct;
import static io.github.mooring.topology.Servers.start;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an operation may give up before its time. It began to wait at 100. */
class KnownDeadTest {
    private static final long WAIT = 100;
    private static final Selection WRITE = Selection.of(new WriteSelector());

    @Test
    void allThatWereAskedSinceHaveNotAnswered() {
        assertThat(isDead(after(start("rs", "a", "b"), failed("a", WAIT), failed("b", WAIT + 50))))
                .isTrue();
        assertThat(isDead(after(start(null, "a"), failed("a", WAIT)))).isTrue();
        assertThat(isDead(after(direct(null, "a"), failed("a", WAIT)))).isTrue();
    }

    @Test
    void whoWasAskedBeforeMayHaveComeBack() {
        assertThat(isDead(after(start("rs", "a", "b"), failed("a", WAIT), failed("b", WAIT - 1))))
                .isFalse();
        assertThat(isDead(after(start("rs", "a", "b"), failed("a", WAIT)))).isFalse();
    }

    @Test
    void timesAreComparedAcrossTheOverflowOfTheClock() {
        TopologyDescription topology = after(start(null, "a"), failed("a", Long.MIN_VALUE + 5));

        assertThat(KnownDead.isKnown(topology, WRITE, Long.MAX_VALUE - 5)).isTrue();
        assertThat(KnownDead.isKnown(topology, WRITE, Long.MIN_VALUE + 6)).isFalse();
    }

    @Test
    void whatAnOperationRanIntoIsNoAttemptToAsk() {
        assertThat(isDead(after(start(null, "a"), ServerDescription.doubted(address("a"), "reset", null))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setName: 'rs', secondary: true",
                "setName: 'rs', hidden: true",
                "setName: 'rs'",
                "isreplicaset: true"
            })
    void oneThatAnswersIsEnoughToWaitFor(String fields) {
        assertThat(isDead(after(start("rs", "a", "b"), failed("a", WAIT), heard("b", fields))))
                .isFalse();
    }

    @Test
    void anArbiterIsNotBecauseItBecomesNothingElse() {
        assertThat(isDead(after(
                        start("rs", "a", "b"), heard("b", "setName: 'rs', arbiterOnly: true"), failed("a", WAIT))))
                .isTrue();
        assertThat(isDead(after(direct("rs", "a"), heard("a", "setName: 'rs', arbiterOnly: true"))))
                .isFalse();
    }

    @Test
    void aServerThatIsSuitableIsNotDead() {
        TopologyDescription set = after(start("rs", "a", "b"), secondary("b", "a", "b"), failed("a", WAIT));

        assertThat(KnownDead.isKnown(set, Selection.of(ReadSelector.of(ReadPreference.SECONDARY)), WAIT))
                .isFalse();
    }

    @Test
    void noServersAreFinalInAReplicaSetOnly() {
        assertThat(isDead(after(start("other", "a"), secondary("a", "a")))).isTrue();
        assertThat(isDead(after(
                        start(null, "a", "b"),
                        heard("a", "isWritablePrimary: true"),
                        heard("b", "isWritablePrimary: true"))))
                .isFalse();
    }

    @Test
    void aLoadBalancerIsNeverKnownToBeDead() {
        assertThat(isDead(after(balanced("a"), ServerDescription.loadBalancer(address("a")))))
                .isFalse();
        assertThat(isDead(balanced("a"))).isFalse();
    }

    @Test
    void aServerOfAnotherProtocolIsAnErrorOfItsOwn() {
        ServerDescription old = ServerDescription.answered(
                address("a"),
                Hellos.hello("{ok: 1, isWritablePrimary: true}"),
                new RoundTripTime(Servers.HEARTBEAT),
                WAIT);

        assertThat(isDead(after(start(null, "a"), old))).isFalse();
        assertThat(after(start(null, "a"), old).compatibilityError()).isNotNull();
    }

    private static boolean isDead(TopologyDescription topology) {
        return KnownDead.isKnown(topology, WRITE, WAIT);
    }

    private static ServerDescription failed(String host, long startNanos) {
        return ServerDescription.failed(address(host), "connection refused", startNanos);
    }
}
