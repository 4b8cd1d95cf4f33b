package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static io.github.mooring.client.ClientFixture.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.engines.DiffersOnDocumentDb;
import io.github.mooring.engines.EngineContract;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cursors that go well: batches, limits, ends. */
@EngineContract
class CursorTest {
    private final ClientFixture client = ClientFixture.open();

    /** A class that no stored note fits. */
    public record Wrong(String text) {}

    @BeforeEach
    void store() {
        client.storeNumbered(10);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    private MongoCursor<Document> threeAtATime() {
        return client.notes().find().sort(doc("{_id: 1}")).batchSize(3).cursor();
    }

    @Test
    void severalBatchesTakeAsManyGetMoresAsThereIsToGet() {
        assertThat(ids(client.notes().find().sort(doc("{_id: 1}")).batchSize(3).toList()))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

        assertThat(client.server.commandCount("getMore")).isEqualTo(3);
        assertThat(client.sent("getMore").getInt64("batchSize").getValue()).isEqualTo(3);
        assertThat(client.server.commandCount("killCursors"))
                .as("what was read to its end needs no killing")
                .isZero();
        assertThat(client.server.openCursors()).isZero();
    }

    @ParameterizedTest(name = "limit {0}, batch size {1}: {2} getMores")
    @CsvSource({"7, 3, 2", "6, 3, 1", "3, 3, 0", "10, 3, 3", "2, 3, 0", "25, 4, 2", "5, 0, 0"})
    void aLimitHoldsAcrossBatchesAndLeavesNoCursor(int limit, int batchSize, int getMores) {
        List<Document> found = client.notes()
                .find()
                .sort(doc("{_id: 1}"))
                .limit(limit)
                .batchSize(batchSize)
                .toList();

        assertThat(ids(found))
                .containsExactlyElementsOf(
                        IntStream.range(0, Math.min(limit, 10)).boxed().toList());
        assertThat(client.server.openCursors()).isZero();
        assertThat(client.server.commandCount("getMore")).isEqualTo(getMores);
        assertThat(client.server.commandCount("killCursors")).isZero();
    }

    @Test
    @DiffersOnDocumentDb("LARGEST_BATCH")
    void theLargestBatchSizeAndLimitAreSentAsTheyAre() {
        int most = Integer.MAX_VALUE;

        assertThat(client.notes().find().limit(most).batchSize(most).toList()).hasSize(10);

        assertThat(client.sent("find").getInt64("batchSize").getValue()).isEqualTo(most + 1L);
    }

    @Test
    void closingEndsTheServersCursorOnce() {
        MongoCursor<Document> cursor = threeAtATime();
        assertThat(client.server.openCursors()).isEqualTo(1);

        cursor.close();
        cursor.close();

        assertThat(client.server.openCursors()).isZero();
        assertThat(client.server.commandCount("killCursors")).isEqualTo(1);
    }

    @Test
    void closingTheSessionEndsItsCursorsAndNoOthers() {
        MongoSession other = client.factory.openSession();
        MongoCursor<Document> kept = threeAtATime();
        var others = other.getDatabase().getCollection("notes").find().batchSize(2);
        MongoCursor<Document> first = others.cursor();
        MongoCursor<Document> second = others.cursor();
        assertThat(client.server.openCursors()).isEqualTo(3);

        other.close();

        assertThat(client.server.openCursors()).isEqualTo(1);
        assertThat(kept.hasNext()).isTrue();
        assertThatThrownBy(first::hasNext).isInstanceOf(MongoClosedException.class);
        first.close();
        second.close();
        assertThat(client.server.commandCount("killCursors")).isEqualTo(2);
        kept.close();
    }

    @Test
    void aClosedCursorSaysWhoClosedIt() {
        MongoCursor<Document> cursor = threeAtATime();
        assertThat(cursor.available()).isEqualTo(3);

        cursor.close();

        String text = "cursor is closed: thread '" + Thread.currentThread().getName() + "' closed it; open a new one";
        assertThatThrownBy(cursor::hasNext)
                .isInstanceOf(MongoClosedException.class)
                .hasMessage(text);
        assertThatThrownBy(cursor::next)
                .isInstanceOf(MongoClosedException.class)
                .hasMessage(text);
        assertThat(cursor.available()).isZero();
        assertThat(cursor.serverAddress().toString()).isEqualTo(client.server.address());
    }

    @Test
    void theCommentGoesWithEveryBatch() {
        client.notes().find().batchSize(6).comment("nightly").toList();
        assertThat(client.sent("getMore").getString("comment").getValue()).isEqualTo("nightly");

        client.notes().aggregate(List.of()).batchSize(6).comment("hourly").toList();
        assertThat(client.sent("getMore").getString("comment").getValue()).isEqualTo("hourly");
    }

    @Test
    void theEndIsAnEndHoweverOftenOneAsks() {
        try (MongoCursor<Document> cursor = client.notes().find(doc("{_id: 4}")).cursor()) {
            assertThat(cursor.next().getInteger("_id")).isEqualTo(4);
            assertThat(cursor.hasNext()).isFalse();
            assertThat(cursor.hasNext()).isFalse();
            assertThatThrownBy(cursor::next)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("the cursor on app.notes is at its end");
        }
    }

    @Test
    void availableCountsWhatIsHereAndKeepsToTheLimit() {
        try (MongoCursor<Document> cursor =
                client.notes().find().limit(4).batchSize(3).cursor()) {
            assertThat(cursor.available()).isEqualTo(3);
            cursor.next();
            assertThat(cursor.available()).isEqualTo(2);
            cursor.next();
            cursor.next();
            assertThat(cursor.available()).isZero();
            cursor.next();
            assertThat(cursor.hasNext()).isFalse();
        }
    }

    @Test
    void firstLeavesNoCursorAndAsksForOneDocument() {
        assertThat(client.notes().find().sort(doc("{_id: -1}")).batchSize(2).first())
                .isEqualTo(doc("{_id: 9}"));
        assertThat(client.notes()
                        .aggregate(List.of(doc("{$sort: {_id: 1}}")))
                        .batchSize(2)
                        .first())
                .isEqualTo(doc("{_id: 0}"));
        assertThat(client.notes().find(doc("{_id: 77}")).first()).isNull();
        assertThat(client.notes().aggregate(List.of(doc("{$match: {_id: 77}}"))).first())
                .isNull();

        assertThat(client.server.openCursors()).isZero();
        assertThat(client.sent("find").getBoolean("singleBatch").getValue()).isTrue();
    }

    @Test
    void whatForEachThrowsEndsTheReadingAndTheCursor() {
        List<Document> seen = new ArrayList<>();

        assertThatThrownBy(() -> client.notes().find().batchSize(2).forEach(document -> {
                    seen.add(document);
                    throw new IllegalStateException("enough");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");

        assertThat(seen).hasSize(1);
        assertThat(client.server.openCursors()).isZero();
    }

    @Test
    void aQuestionCanBeAskedAsOftenAsOneLikes() {
        var question = client.notes().find().batchSize(4);

        assertThat(question.toList()).hasSize(10);
        client.notes().deleteOne(doc("{_id: 0}"));
        assertThat(question.toList()).hasSize(9);
    }

    @Test
    void anAggregationIsReadInBatchesToo() {
        var found = client.notes()
                .aggregate(List.of(doc("{$sort: {_id: 1}}")))
                .batchSize(4)
                .toList();

        assertThat(ids(found)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(client.server.commandCount("getMore")).isEqualTo(2);
        assertThat(client.server.openCursors()).isZero();
    }

    @Test
    void documentsThatDoNotFitTheirClassLeaveNoCursorBehind() {
        client.notes().updateMany(new Document(), doc("{$set: {text: 5}}"));

        assertThatThrownBy(() -> client.notes(Wrong.class).find().batchSize(3).cursor())
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageContaining("in the reply to find on app")
                .hasMessageContaining("does not fit the class that was asked for");

        assertThat(client.server.openCursors()).isZero();
        client.assertStillWorks();
    }

    @Test
    void aBatchThatDoesNotFitIsNotLeftOutWithoutAWord() {
        client.notes().updateMany(doc("{_id: {$lt: 2}}"), doc("{$set: {text: 'fits'}}"));
        client.notes().updateMany(doc("{_id: {$gte: 2}}"), doc("{$set: {text: 5}}"));
        MongoCursor<Wrong> cursor = client.notes(Wrong.class)
                .find()
                .sort(doc("{_id: 1}"))
                .batchSize(2)
                .cursor();
        cursor.next();
        cursor.next();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(cursor::hasNext).isInstanceOf(MongoDocumentException.class);
        }

        cursor.close();
        assertThat(client.server.commandCount("getMore")).isEqualTo(1);
        assertThat(client.server.openCursors()).isZero();
    }
}
