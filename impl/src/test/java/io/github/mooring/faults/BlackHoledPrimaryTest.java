package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.client.Eventually;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.LinkFault;
import io.github.mooring.testkit.lab.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A primary that falls silent: no reset, no reply, and connects that succeed. */
@Timeout(300)
class BlackHoledPrimaryTest {
    private static final int CALLERS = 16;
    private static final String OPTIONS = "heartbeatFrequencyMS=500&connectTimeoutMS=2500&serverMonitoringMode=";
    /** What the monitor gives the server with these options, where it waits for news. */
    private static final Duration NOTICED = Duration.ofSeconds(3);
    /** Chosen: an election, a second attempt, and a machine that has other work to do; less than what else would end a call. */
    private static final Duration SLACK = Duration.ofSeconds(20);

    private final Writes writes = new Writes();

    @ParameterizedTest
    @ValueSource(strings = {"auto", "poll"})
    void whoWaitsForAFrozenPrimaryIsServedByTheNext(String monitoring) throws Exception {
        try (Rig rig = Rig.start(Lab.builder().members(3), OPTIONS + monitoring);
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(3);
            LabNode frozen = rig.primary();
            var unused = load.takeLongest();
            frozen.freeze();
            load.awaitProgress(3);

            assertThat(load.takeLongest()).isLessThan(NOTICED.plus(SLACK));
            frozen.thaw();
            load.awaitProgress(3);
            load.end();
            assertThat(load.errors()).isEmpty();
            writes.assertKept(rig);
        }
    }

    @Test
    void whoLosesTheOnlyPrimaryToTheNetworkGoesOnWhenItIsBack() throws Exception {
        try (Rig rig = Rig.start(Lab.builder().members(3), OPTIONS + "auto");
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(3);
            LabNode lost = rig.primary();
            lost.network().apply(LinkFault.blackHole());
            awaitMissed(rig);
            lost.network().restore();
            load.awaitProgress(3);
            load.end();

            assertThat(load.errors()).isEmpty();
            writes.assertKept(rig);
        }
    }

    private static void awaitMissed(Rig rig) {
        try (MongoSession session = rig.openSession()) {
            Eventually.isTrue(
                    "one of three is missed", () -> session.liveServers().size() == 2);
        }
    }

    @Test
    void connectionsThatAreAbandonedByTheNetworkCostNobodyTheOthers() throws Exception {
        try (Rig rig = Rig.start(Lab.builder().members(3), OPTIONS + "auto");
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(3);
            rig.primary().network().abandon(Scope.all());
            load.awaitProgress(3);
            load.end();

            assertThat(load.errors()).isEmpty();
            writes.assertKept(rig);
        }
    }
}
