package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoWriteConcernException;
import com.mongodb.WriteConcern;
import io.github.mooring.testkit.server.RawClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes that wait for other members. */
@Timeout(300)
class WriteConcernTest {
    private static final String INSERT = "{insert: 'things', documents: [{_id: %d}], writeConcern: {w: %s}, "
            + "lsid: {id: 'one'}, txnNumber: {$numberLong: '%d'}, $db: 'lab'}";

    private final Lab lab = Lab.start(3);
    private final Driver driver = new Driver(lab);
    private final RawClient client = new RawClient(lab.node(0).port());

    @AfterEach
    void close() {
        client.close();
        driver.close();
        lab.close();
    }

    @Test
    void allMembersThatAreUpHaveAWriteAtOnce() {
        driver.collection().withWriteConcern(WriteConcern.MAJORITY).insertOne(new Document("_id", 1));
        driver.collection().withWriteConcern(WriteConcern.W3).insertOne(new Document("_id", 2));

        assertThat(driver.collection().countDocuments()).isEqualTo(2);
    }

    @Test
    void aMemberThatIsMissedRunsIntoTheTimeout() {
        lab.node(2).stop();

        MongoWriteConcernException failure =
                insertExpectingFailure(WriteConcern.W3.withWTimeout(50, TimeUnit.MILLISECONDS));

        assertThat(failure.getWriteConcernError().getCode()).isEqualTo(64);
        assertThat(failure.getWriteConcernError()
                        .getDetails()
                        .getBoolean("wtimeout")
                        .getValue())
                .isTrue();
        assertThat(driver.collection().countDocuments()).isEqualTo(1);
    }

    @Test
    void moreMembersThanThereAreCannotBeHad() {
        assertThat(insertExpectingFailure(new WriteConcern(4))
                        .getWriteConcernError()
                        .getCode())
                .isEqualTo(100);
        assertThat(driver.collection().countDocuments()).isEqualTo(1);
    }

    @Test
    void aWriteWaitsForAMemberToComeBack() {
        lab.node(2).freeze();
        send(1, "3");
        assertThat(client.isSilentFor(Duration.ofMillis(50))).isTrue();

        lab.node(2).thaw();

        assertThat(client.readDocument()).containsEntry("n", 1).doesNotContainKey("writeConcernError");
    }

    @Test
    void aWriteWaitsForAMemberThatLags() {
        lab.node(2).replicationLag(Duration.ofMillis(150));
        long begin = System.nanoTime();

        send(1, "3");

        assertThat(client.readDocument()).containsEntry("n", 1).doesNotContainKey("writeConcernError");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        send(2, "'majority'");
        assertThat(client.readDocument()).doesNotContainKey("writeConcernError");
    }

    @Test
    void aStepDownEndsTheWaitAndARetryFindsTheWriteDone() throws Exception {
        lab.node(2).freeze();
        send(1, "3");
        // the write is there before anybody waits for the others
        while (driver.collection().countDocuments() == 0) {
            Thread.onSpinWait();
        }

        lab.electPrimary(lab.node(1));

        Document reply = client.readDocument();
        assertThat(reply).containsEntry("n", 1).containsEntry("errorLabels", List.of("RetryableWriteError"));
        assertThat(reply.get("writeConcernError", Document.class)).containsEntry("code", 189);
        assertThat(DiscoveryTest.exchange(lab.node(1), INSERT.formatted(1, "2", 1)))
                .containsEntry("n", 1)
                .doesNotContainKey("writeErrors");
    }

    @Test
    void aWriteThatWaitsForEverEndsWithTheLab() {
        lab.node(2).freeze();
        send(1, "3");
        assertThat(client.isSilentFor(Duration.ofMillis(50))).isTrue();

        lab.close();
    }

    private void send(int id, String w) {
        client.send(client.message(0, RawClient.body(INSERT.formatted(id, w, id))));
    }

    private MongoWriteConcernException insertExpectingFailure(WriteConcern concern) {
        return catchThrowableOfType(
                MongoWriteConcernException.class,
                () -> driver.collection().withWriteConcern(concern).insertOne(new Document("_id", 1)));
    }
}
