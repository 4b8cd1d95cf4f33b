package io.github.mooring.testkit.server;

import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Aggregates.replaceWith;
import static com.mongodb.client.model.Aggregates.set;
import static com.mongodb.client.model.Aggregates.sort;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Sorts.ascending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results in several batches, from find and from aggregate, and cursors that end early. */
@Timeout(300)
class CursorTest {
    private final DriverSession session = new DriverSession();

    @BeforeEach
    void insert() {
        session.collection()
                .insertMany(IntStream.range(0, 25)
                        .mapToObj(i -> new Document("_id", i).append("even", i % 2 == 0))
                        .toList());
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void findPagesInBatches() {
        List<Document> all = session.collection().find().batchSize(10).into(new ArrayList<>());

        assertThat(all).hasSize(25);
        assertThat(session.server.commandCount("getMore")).isEqualTo(2);
        assertThat(session.server.openCursors()).isZero();
    }

    @Test
    void aggregatePagesInBatches() {
        List<Document> all = session.collection()
                .aggregate(List.of(match(gte("_id", 5))))
                .batchSize(8)
                .into(new ArrayList<>());

        assertThat(all).hasSize(20);
        assertThat(session.server.commandCount("getMore")).isEqualTo(2);
        assertThat(session.server.openCursors()).isZero();
    }

    @Test
    void aScanThatFillsItsLastBatchExactlyNeedsOneMoreLook() {
        assertThat(session.collection().find().batchSize(25).into(new ArrayList<>()))
                .hasSize(25);
        assertThat(session.server.commandCount("getMore")).isEqualTo(1);

        assertThat(session.collection()
                        .find()
                        .sort(ascending("_id"))
                        .batchSize(25)
                        .into(new ArrayList<>()))
                .hasSize(25);
        assertThat(session.server.commandCount("getMore")).isEqualTo(1);
    }

    @Test
    void theFirstBatchHolds101DocumentsByDefault() {
        session.collection()
                .insertMany(IntStream.range(100, 200)
                        .mapToObj(i -> new Document("_id", i))
                        .toList());

        Document reply = session.database().runCommand(new Document("find", "things"));

        assertThat(firstBatch(reply)).hasSize(101);
        assertThat(reply.get("cursor", Document.class).getLong("id")).isGreaterThan(Integer.MAX_VALUE);
    }

    @Test
    void aLimitIsHonouredAcrossBatches() {
        List<Document> found =
                session.collection().find().limit(15).batchSize(10).into(new ArrayList<>());

        assertThat(found).hasSize(15);
        assertThat(session.server.openCursors()).isZero();
    }

    @Test
    void aSingleBatchLeavesNoCursor() {
        Document reply = session.database()
                .runCommand(
                        new Document("find", "things").append("batchSize", 3).append("singleBatch", true));

        assertThat(firstBatch(reply)).hasSize(3);
        assertThat(reply.get("cursor", Document.class).getLong("id")).isZero();
    }

    @Test
    void anEmptyFirstBatchOpensACursor() {
        Document reply = session.database().runCommand(new Document("find", "things").append("batchSize", 0));

        assertThat(firstBatch(reply)).isEmpty();
        assertThat(session.server.openCursors()).isEqualTo(1);
    }

    @Test
    void aBatchStopsBeforeSixteenMegabytes() {
        byte[] big = new byte[9 * 1024 * 1024];
        session.database().getCollection("big").insertOne(new Document("_id", 1).append("data", big));
        session.database().getCollection("big").insertOne(new Document("_id", 2).append("data", big));

        List<Document> all = session.database().getCollection("big").find().into(new ArrayList<>());

        assertThat(all).hasSize(2);
        assertThat(session.server.commandCount("getMore")).isEqualTo(1);
    }

    @Test
    void aClosedCursorIsKilledOnTheServer() throws Exception {
        MongoCursor<Document> cursor = session.collection().find().batchSize(5).iterator();
        cursor.next();
        assertThat(session.server.openCursors()).isEqualTo(1);

        cursor.close();

        assertThat(session.server.awaitCompleted("killCursors", 1, DriverSession.PATIENCE))
                .isTrue();
        assertThat(session.server.openCursors()).isZero();
    }

    @Test
    void killCursorsTellsTheKnownFromTheUnknown() {
        Document reply = session.database().runCommand(new Document("find", "things").append("batchSize", 2));
        long id = reply.get("cursor", Document.class).getLong("id");

        Document killed =
                session.database().runCommand(new Document("killCursors", "things").append("cursors", List.of(id, 5L)));

        assertThat(killed.getList("cursorsKilled", Long.class)).containsExactly(id);
        assertThat(killed.getList("cursorsNotFound", Long.class)).containsExactly(5L);
    }

    @Test
    void getMoreOnAnUnknownCursorIsRefused() {
        assertThat(codeOf(new Document("getMore", 12L).append("collection", "things")))
                .isEqualTo(43);
    }

    @Test
    void getMoreOnAnotherCollectionIsRefused() {
        Document reply = session.database().runCommand(new Document("find", "things").append("batchSize", 2));
        long id = reply.get("cursor", Document.class).getLong("id");

        assertThat(codeOf(new Document("getMore", id).append("collection", "others")))
                .isEqualTo(13);
    }

    @Test
    void aCursorOnADroppedCollectionIsGone() {
        Document reply = session.database().runCommand(new Document("find", "things").append("batchSize", 2));
        long id = reply.get("cursor", Document.class).getLong("id");
        session.collection().drop();

        assertThat(codeOf(new Document("getMore", id).append("collection", "things")))
                .isEqualTo(43);
    }

    @Test
    void newStageNamesWork() {
        List<Document> found = session.collection()
                .aggregate(List.of(
                        match(gte("_id", 24)), set(new Field<>("sub", new Document("x", "$_id"))), replaceWith("$sub")))
                .into(new ArrayList<>());

        assertThat(found).containsExactly(new Document("x", 24));
        assertThat(session.collection().find(gte("_id", 24)).first()).doesNotContainKey("sub");
    }

    @Test
    void groupsAndSorts() {
        List<Document> found = session.collection()
                .aggregate(List.of(group("$even", Accumulators.sum("n", 1)), sort(ascending("n"))))
                .into(new ArrayList<>());

        assertThat(found)
                .containsExactly(new Document("_id", false).append("n", 12), new Document("_id", true).append("n", 13));
    }

    @Test
    void distinctReturnsEachValueOnce() {
        Set<Boolean> values =
                session.collection().distinct("even", Boolean.class).into(new HashSet<>());

        assertThat(values).containsExactlyInAnyOrder(true, false);
    }

    private int codeOf(Document command) {
        return catchThrowableOfType(
                        MongoCommandException.class, () -> session.database().runCommand(command))
                .getErrorCode();
    }

    private static List<Document> firstBatch(Document reply) {
        return reply.get("cursor", Document.class).getList("firstBatch", Document.class);
    }
}
