package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.time.StressPlan;
import java.time.Duration;
import java.util.Random;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members that come and go every few hundred milliseconds. */
@Timeout(600)
class FlappingMemberTest {
    private static final int CALLERS = 12;
    private static final int TESTS = 2;

    private final Writes writes = new Writes();

    private static void read(MongoSession session, int caller, int number) {
        session.setMode(Mode.SECONDARY_PREFERRED);
        var unused = session.getDatabase("faults")
                .getCollection("writes")
                .find(new Document("_id", caller + "-" + number))
                .first();
    }

    /** Down and up again, for a while each. */
    private static void flap(LabNode member, Random random) {
        member.kill();
        pass(random);
        member.start();
        pass(random);
    }

    private static void pass(Random random) {
        Waits.pass(Duration.ofMillis(50 + random.nextInt(250)));
    }

    @Test
    void aSecondaryThatComesAndGoesIsNoticedByNobody() throws Exception {
        StressPlan plan = new StressPlan("FlappingMemberTest, secondary", TESTS);
        Random random = plan.seed().random();
        try (Rig rig = Rig.start(Lab.builder().members(3), "");
                Load writers = rig.load(CALLERS, writes);
                Load readers = rig.load(CALLERS, FlappingMemberTest::read)) {
            LabNode flapping = rig.lab().secondaries().get(0);
            while (plan.goesOn()) {
                flap(flapping, random);
                readers.awaitProgress(2); // a read has two attempts, so it must not meet two crashes
            }
            writers.awaitProgress(2);
            readers.awaitProgress(2);
            writers.end();
            readers.end();

            assertThat(writers.errors()).as("%s", plan).isEmpty();
            assertThat(readers.errors()).as("%s", plan).isEmpty();
            writes.assertKept(rig);
        }
    }

    /** A write that meets two crashes has failed for good, but it is not lost without a word, and the next one succeeds. */
    @Test
    void whicheverMemberComesAndGoesNoAcknowledgedWriteIsLost() throws Exception {
        StressPlan plan = new StressPlan("FlappingMemberTest, all", TESTS);
        Random random = plan.seed().random();
        try (Rig rig = Rig.start(Lab.builder().members(3).electionTime(Duration.ofMillis(30)), "");
                Load load = rig.load(CALLERS, writes)) {
            while (plan.goesOn()) {
                flap(rig.lab().node(random.nextInt(3)), random);
                load.awaitProgress(10); // each flap costs a caller one write at most
            }
            load.awaitProgress(2);
            load.end();

            assertThat(load.errors()).as("%s", plan).allMatch(MongoSocketException.class::isInstance);
            assertThat(load.errors()).as("%s", plan).hasSizeLessThan(load.succeeded() / 10);
            writes.assertKept(rig);
        }
    }
}
