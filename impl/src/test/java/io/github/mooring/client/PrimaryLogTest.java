package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.management.Beans;
import io.github.mooring.management.ClusterMXBean;
import io.github.mooring.testkit.lab.Lab;
import java.time.Duration;
import java.util.logging.Level;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PrimaryLogTest {
    @Test
    void anOperatorReadsWhoThePrimaryIsAndHowLongThereWasNone() {
        try (CapturedLog log = CapturedLog.of(PrimaryLog.class.getName(), Level.INFO);
                FlightRecording recording = FlightRecording.start();
                Lab lab = Lab.start(3);
                MongoSessionFactory factory =
                        Mooring.dial(lab.uri() + (lab.uri().contains("?") ? "&" : "?") + "jmx=true");
                MongoSession session = factory.openSession()) {
            var notes = session.getDatabase("app").getCollection("notes");
            notes.insertOne(new Document("_id", 1));
            String first = lab.primary().orElseThrow().address().toString();
            lab.stepDown(Duration.ofSeconds(5));
            notes.insertOne(new Document("_id", 2));
            String second = lab.primary().orElseThrow().address().toString();

            assertThat(log.texts().get(0)).isEqualTo("MOOR0101: the primary of " + lab.name() + " is now " + first);
            assertThat(log.levels().get(0)).isEqualTo(Level.INFO);
            assertThat(log.texts().get(log.texts().size() - 1))
                    .startsWith(
                            "MOOR0101: the primary of " + lab.name() + " is now " + second + ", in place of " + first);
            if (log.texts().size() > 2) {
                assertThat(log.levels().get(1)).isEqualTo(Level.WARNING);
                assertThat(log.texts().get(1))
                        .startsWith("MOOR0100: " + lab.name() + " has no primary that is known; it was " + first);
                assertThat(log.texts().get(2)).matches(".*; none was known for \\d+ ms");
            }
            ClusterMXBean cluster = Beans.proxy(Beans.only("Cluster", first), ClusterMXBean.class);
            assertThat(cluster.getElectionCount()).isEqualTo(1);
            assertThat(cluster.getLastElectionGapMillis()).isNotNegative();
            assertThat(cluster.getLastElectionTime()).endsWith("Z");
            assertThat(cluster.getPrimary()).isEqualTo(second);
            assertThat(cluster.getSetName()).isEqualTo(lab.name());
            assertThat(FlightRecording.of(recording.stop(), "Election"))
                    .singleElement()
                    .satisfies(election -> {
                        assertThat(election.getString("primary")).isEqualTo(second);
                        assertThat(election.getString("previousPrimary")).isEqualTo(first);
                        assertThat(election.getDuration("withoutPrimary").toMillis())
                                .isEqualTo(cluster.getLastElectionGapMillis());
                    });
        }
    }
}
