package io.github.mooring.testkit.lab;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members that are behind. */
@Timeout(300)
class ReplicationLagTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Lab lab = Lab.start(2);
    private final Driver driver = new Driver(lab);
    private final MongoCollection<Document> things = driver.collection();
    private final MongoCollection<Document> behind = things.withReadPreference(ReadPreference.secondary());

    @AfterEach
    void close() {
        driver.close();
        lab.close();
    }

    @Test
    void aLaggingMemberReadsWhatWasThen() {
        things.insertOne(new Document("_id", 1).append("n", 0));
        lab.node(1).replicationLag(HOUR);

        things.insertOne(new Document("_id", 2));
        things.updateOne(eq("_id", 1), set("n", 1));

        assertThat(things.countDocuments()).isEqualTo(2);
        assertThat(behind.find()).containsExactly(new Document("_id", 1).append("n", 0));
    }

    @Test
    void whatIsRepeatedLaterHasTheSameResult() {
        lab.node(1).replicationLag(Duration.ofMillis(1));
        things.insertOne(new Document("n", 1));
        things.updateOne(eq("n", 2), set("m", 1), new UpdateOptions().upsert(true));
        things.replaceOne(eq("k", 3), new Document("k", 3), new ReplaceOptions().upsert(true));
        things.findOneAndUpdate(eq("n", 4), set("m", 2), new FindOneAndUpdateOptions().upsert(true));
        things.updateMany(new Document(), set("all", true));
        things.deleteOne(eq("n", 1));
        try (ClientSession session = driver.client.startSession()) {
            session.withTransaction(() -> things.insertOne(session, new Document("n", 5)));
        }
        List<Document> expected = things.find().into(new ArrayList<>());
        assertThat(expected).hasSize(4);

        long deadline = System.nanoTime() + Driver.PATIENCE.toNanos();
        List<Document> seen = behind.find().into(new ArrayList<>());
        while (!seen.equals(expected)) {
            assertThat(System.nanoTime()).as("%s but %s", expected, seen).isLessThan(deadline);
            seen = behind.find().into(new ArrayList<>());
        }
    }

    @Test
    void aMemberCatchesUpWhenItIsElectedOrLagsNoMore() throws Exception {
        lab.node(1).replicationLag(HOUR);
        things.insertOne(new Document("_id", 1));
        assertThat(behind.countDocuments()).isZero();

        lab.electPrimary(lab.node(1));
        things.insertOne(new Document("_id", 2));
        assertThat(things.countDocuments()).isEqualTo(2);
        lab.electPrimary(lab.node(0));
        driver.awaitPrimary(lab.node(0));
        assertThat(behind.countDocuments()).isZero();

        lab.node(1).replicationLag(Duration.ZERO);
        assertThat(behind.countDocuments()).isEqualTo(2);
    }

    @Test
    void aCursorIsLostWithTheLag() {
        for (int i = 0; i < 10; i++) {
            things.insertOne(new Document("_id", i));
        }
        lab.node(1).replicationLag(HOUR);
        String find = "{find: 'things', batchSize: 2, $db: 'lab', $readPreference: {mode: 'secondary'}}";
        Object id = DiscoveryTest.exchange(lab.node(1), find)
                .get("cursor", Document.class)
                .get("id");
        String more = "{getMore: {$numberLong: '" + id + "'}, collection: 'things', batchSize: 2, $db: 'lab'}";
        assertThat(DiscoveryTest.exchange(lab.node(1), more)).containsEntry("ok", 1.0);

        lab.node(1).replicationLag(Duration.ZERO);

        assertThat(DiscoveryTest.exchange(lab.node(1), more)).containsEntry("code", 43);
    }

    @Test
    void nobodyIsAheadOfThePrimary() {
        assertThatThrownBy(() -> lab.node(1).replicationLag(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
