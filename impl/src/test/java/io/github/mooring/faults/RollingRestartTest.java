package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoSession;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All members are restarted one after the other, the primary last, as for an upgrade. */
@Timeout(300)
class RollingRestartTest {
    private static final int WRITERS = 12;
    private static final int READERS = 12;
    private static final int ROUNDS = 3;

    private final Writes writes = new Writes();

    private static void read(MongoSession session, int caller, int number) {
        session.setMode(Mode.NEAREST);
        var unused = session.getDatabase("faults")
                .getCollection("writes")
                .find(new Document("_id", caller + "-" + number))
                .first();
    }

    /** As an operator does it: secondaries first, and each only when the one before is back. */
    private static void restartAll(Rig rig, List<Load> loads) throws Exception {
        LabNode primary = rig.primary();
        for (LabNode node : rig.lab().nodes()) {
            if (node != primary) {
                restart(rig, node, loads);
            }
        }
        rig.lab().stepDown(Duration.ofSeconds(60));
        awaitProgress(loads);
        restart(rig, primary, loads);
    }

    private static void restart(Rig rig, LabNode node, List<Load> loads) throws Exception {
        node.restart();
        rig.primary();
        rig.awaitAllMembers();
        awaitProgress(loads);
    }

    /** A call has two attempts, so it must not meet two restarts. */
    private static void awaitProgress(List<Load> loads) {
        loads.forEach(load -> load.awaitProgress(2));
    }

    @Test
    void neitherReadersNorWritersHearOfIt() throws Exception {
        try (Rig rig = Rig.start(Lab.builder().members(3).electionTime(Duration.ofMillis(50)), "");
                Load writers = rig.load(WRITERS, writes);
                Load readers = rig.load(READERS, RollingRestartTest::read)) {
            for (int i = 0; i < ROUNDS; i++) {
                restartAll(rig, List.of(writers, readers));
            }
            writers.awaitProgress(3);
            readers.awaitProgress(3);
            writers.end();
            readers.end();

            assertThat(writers.errors()).isEmpty();
            assertThat(readers.errors()).isEmpty();
            writes.assertKept(rig);
        }
    }
}
