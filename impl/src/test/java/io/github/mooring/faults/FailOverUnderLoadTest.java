package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.MemberState;
import io.github.mooring.time.StressPlan;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Primaries that step down, crash or are shut down one after the other while writes go on. */
@Timeout(600)
class FailOverUnderLoadTest {
    private static final int CALLERS = 24;
    private static final int MONITORINGS = 2;
    private static final Duration ELECTION = Duration.ofMillis(50);

    private final Writes writes = new Writes();

    @ParameterizedTest
    @ValueSource(strings = {"auto", "poll"})
    void noWriteIsLostOrDoneTwiceAndNobodyHearsOfIt(String monitoring) throws Exception {
        StressPlan plan = new StressPlan("FailOverUnderLoadTest " + monitoring, MONITORINGS);
        Random random = plan.seed().random();
        Lab.Builder lab = Lab.builder().members(3).electionTime(ELECTION);
        try (Rig rig = Rig.start(lab, "serverMonitoringMode=" + monitoring);
                Load load = rig.load(CALLERS, writes)) {
            while (plan.goesOn()) {
                load.awaitProgress(2); // a write has two attempts, so it must not meet two elections
                lose(rig, load, random);
            }
            load.awaitProgress(2);
            load.end();

            assertThat(load.errors()).as("%s", plan).isEmpty();
            writes.assertKept(rig);
        }
    }

    private static void lose(Rig rig, Load load, Random random) throws InterruptedException {
        LabNode primary = rig.primary();
        switch (random.nextInt(3)) {
            case 0 -> primary.kill();
            case 1 -> primary.stop();
            default -> rig.lab().stepDown(Duration.ofSeconds(1));
        }
        load.awaitProgress(2);
        if (!isUp(primary)) {
            primary.start();
        }
    }

    private static boolean isUp(LabNode node) {
        return node.state() != MemberState.DOWN;
    }
}
