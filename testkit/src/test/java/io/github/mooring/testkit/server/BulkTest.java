package io.github.mooring.testkit.server;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches: what is counted, what stops, what is reported. */
@Timeout(300)
class BulkTest {
    private final DriverSession session = new DriverSession();

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void anOrderedInsertStopsAtTheFirstErrorAndCountsWhatWasStored() {
        MongoBulkWriteException failure = insertWithDuplicate(true);

        assertThat(failure.getWriteResult().getInsertedCount()).isEqualTo(1);
        assertThat(failure.getWriteErrors()).singleElement().satisfies(error -> {
            assertThat(error.getIndex()).isEqualTo(1);
            assertThat(error.getCode()).isEqualTo(11000);
            assertThat(error.getMessage()).contains("honest.things").contains("_id_");
        });
        assertThat(session.collection().countDocuments()).isEqualTo(1);
    }

    @Test
    void anUnorderedInsertGoesOnAndReportsEveryError() {
        MongoBulkWriteException failure = insertWithDuplicate(false);

        assertThat(failure.getWriteResult().getInsertedCount()).isEqualTo(2);
        assertThat(failure.getWriteErrors()).hasSize(1);
        assertThat(session.collection().countDocuments()).isEqualTo(2);
    }

    @Test
    void orderedIsTheDefaultOnTheWire() {
        Document reply = session.database()
                .runCommand(new Document("insert", "things")
                        .append(
                                "documents",
                                List.of(new Document("_id", 1), new Document("_id", 1), new Document("_id", 2))));

        assertThat(reply.get("n")).isEqualTo(1);
        assertThat(reply.getList("writeErrors", Document.class)).hasSize(1);
    }

    @Test
    void anOrderedUpdateBatchStopsAtTheFirstError() {
        session.collection().insertOne(new Document("_id", 1));

        MongoBulkWriteException failure = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> session.collection()
                        .bulkWrite(List.of(
                                new UpdateOneModel<>(eq("_id", 1), Updates.set("_id", 7)),
                                new UpdateOneModel<>(eq("_id", 1), Updates.set("z", 1)))));

        assertThat(failure.getWriteErrors())
                .singleElement()
                .satisfies(error -> assertThat(error.getCode()).isEqualTo(66));
        assertThat(session.collection().find().first()).isEqualTo(new Document("_id", 1));
    }

    @Test
    void anUnorderedUpdateBatchGoesOn() {
        session.collection().insertOne(new Document("_id", 1));

        MongoBulkWriteException failure = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> session.collection()
                        .bulkWrite(
                                List.of(
                                        new UpdateOneModel<>(eq("_id", 1), Updates.set("_id", 7)),
                                        new UpdateOneModel<>(eq("_id", 1), Updates.set("z", 1))),
                                new BulkWriteOptions().ordered(false)));

        assertThat(failure.getWriteResult().getModifiedCount()).isEqualTo(1);
    }

    @Test
    void anOrderedDeleteBatchStopsAtTheFirstError() {
        session.collection().insertOne(new Document("_id", 1));

        Document reply = session.database()
                .runCommand(new Document("delete", "things")
                        .append(
                                "deletes",
                                List.of(
                                        new Document("q", new Document("_id", new Document("$nonsense", 1)))
                                                .append("limit", 1),
                                        new Document("q", new Document("_id", 1)).append("limit", 1))));

        assertThat(reply.get("n")).isEqualTo(0);
        assertThat(reply.getList("writeErrors", Document.class))
                .singleElement()
                .satisfies(error -> assertThat(error.get("code")).isEqualTo(2));
    }

    @Test
    void mixesInsertsUpdatesUpsertsAndDeletes() {
        BulkWriteResult result = session.collection()
                .bulkWrite(List.of(
                        new InsertOneModel<>(new Document("_id", 1)),
                        new UpdateOneModel<>(eq("_id", 1), Updates.set("a", 1)),
                        new UpdateOneModel<>(eq("_id", 2), Updates.set("a", 1), new UpdateOptions().upsert(true)),
                        new DeleteOneModel<>(eq("_id", 1))));

        assertThat(result.getInsertedCount()).isEqualTo(1);
        assertThat(result.getModifiedCount()).isEqualTo(1);
        assertThat(result.getUpserts())
                .singleElement()
                .satisfies(upsert -> assertThat(upsert.getIndex()).isEqualTo(2));
        assertThat(result.getDeletedCount()).isEqualTo(1);
    }

    @Test
    void aUniqueIndexIsEnforcedOnInsertUpdateAndBuild() {
        session.collection().createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
        session.collection().insertOne(new Document("_id", 1).append("name", "a"));
        session.collection().insertOne(new Document("_id", 2).append("name", "b"));

        MongoWriteException onInsert = catchThrowableOfType(
                MongoWriteException.class,
                () -> session.collection().insertOne(new Document("_id", 3).append("name", "a")));
        MongoWriteException onUpdate = catchThrowableOfType(
                MongoWriteException.class,
                () -> session.collection().updateOne(eq("_id", 2), Updates.set("name", "a")));
        session.collection().dropIndex("name_1");
        session.collection().insertOne(new Document("_id", 3).append("name", "a"));
        DuplicateKeyException onBuild = catchThrowableOfType(
                DuplicateKeyException.class,
                () -> session.collection().createIndex(Indexes.ascending("name"), new IndexOptions().unique(true)));

        assertThat(onInsert.getCode()).isEqualTo(11000);
        assertThat(onUpdate.getCode()).isEqualTo(11000);
        assertThat(onBuild.getCode()).isEqualTo(11000);
        assertThat(session.collection().find(eq("_id", 2)).first()).containsEntry("name", "b");
    }

    @Test
    void takesAThousandDocumentsAsOneDocumentSequence() {
        session.collection()
                .insertMany(IntStream.range(0, 1_000)
                        .mapToObj(i -> new Document("_id", i))
                        .toList());

        assertThat(session.collection().countDocuments()).isEqualTo(1_000);
        assertThat(session.server.requests("insert")).singleElement().satisfies(request -> {
            assertThat(request.sequences()).containsExactly("documents");
            assertThat(request.database()).isEqualTo("honest");
        });
    }

    private MongoBulkWriteException insertWithDuplicate(boolean ordered) {
        return catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> session.collection()
                        .insertMany(
                                List.of(new Document("_id", 1), new Document("_id", 1), new Document("_id", 2)),
                                new InsertManyOptions().ordered(ordered)));
    }
}
