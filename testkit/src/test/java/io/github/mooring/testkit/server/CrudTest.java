package io.github.mooring.testkit.server;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Projections.excludeId;
import static com.mongodb.client.model.Projections.fields;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The vendor's driver writes and reads single documents. */
@Timeout(300)
class CrudTest {
    private final DriverSession session = new DriverSession();

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void findsWhatWasInserted() {
        session.collection().insertOne(new Document("_id", 1).append("name", "anchor"));

        assertThat(session.collection().find(eq("_id", 1)).first())
                .isEqualTo(new Document("_id", 1).append("name", "anchor"));
    }

    @Test
    void generatesAnIdWhereTheClientSentNone() {
        session.database()
                .runCommand(new Document("insert", "things").append("documents", List.of(new Document("a", 1))));

        Document stored = session.collection().find().first();

        assertThat(stored).isNotNull();
        assertThat(stored.getObjectId("_id")).isNotNull();
    }

    @Test
    void sortsSkipsLimitsAndProjects() {
        insertNumbers(10);

        List<Document> found = session.collection()
                .find(gt("_id", 2))
                .sort(descending("_id"))
                .skip(1)
                .limit(2)
                .projection(fields(include("square"), excludeId()))
                .into(new ArrayList<>());

        assertThat(found).containsExactly(new Document("square", 64), new Document("square", 49));
    }

    @Test
    void countsMatchedAndModifiedSeparately() {
        insertNumbers(4);

        UpdateResult result = session.collection().updateMany(gt("_id", 0), set("square", 9));

        assertThat(result.getMatchedCount()).isEqualTo(3);
        assertThat(result.getModifiedCount()).isEqualTo(2);
    }

    @Test
    void reportsTheIdOfAnUpsert() {
        UpdateResult result =
                session.collection().updateOne(eq("_id", "new"), inc("n", 5), new UpdateOptions().upsert(true));

        assertThat(result.getMatchedCount()).isZero();
        assertThat(result.getUpsertedId()).isEqualTo(new BsonString("new"));
        assertThat(session.collection().find().first()).isEqualTo(new Document("_id", "new").append("n", 5));
    }

    @Test
    void replacesAWholeDocument() {
        insertNumbers(2);

        UpdateResult result = session.collection().replaceOne(eq("_id", 1), new Document("other", true));

        assertThat(result.getModifiedCount()).isEqualTo(1);
        assertThat(session.collection().find(eq("_id", 1)).first())
                .isEqualTo(new Document("_id", 1).append("other", true));
    }

    @Test
    void deletesOneOrAll() {
        insertNumbers(5);

        assertThat(session.collection().deleteOne(gt("_id", 1)).getDeletedCount())
                .isEqualTo(1);
        assertThat(session.collection().deleteMany(gt("_id", 1)).getDeletedCount())
                .isEqualTo(2);
        assertThat(session.collection().countDocuments()).isEqualTo(2);
        assertThat(session.collection().estimatedDocumentCount()).isEqualTo(2);
    }

    @Test
    void findsAndUpdatesReturningBeforeOrAfter() {
        insertNumbers(2);

        Document before = session.collection().findOneAndUpdate(eq("_id", 1), inc("square", 1));
        Document after = session.collection()
                .findOneAndUpdate(
                        eq("_id", 1),
                        inc("square", 1),
                        new FindOneAndUpdateOptions()
                                .returnDocument(ReturnDocument.AFTER)
                                .projection(fields(include("square"), excludeId())));

        assertThat(before).isEqualTo(new Document("_id", 1).append("square", 1));
        assertThat(after).isEqualTo(new Document("square", 3));
    }

    @Test
    void findsAndDeletesOrReplacesInSortedOrder() {
        insertNumbers(3);

        Document deleted = session.collection()
                .findOneAndDelete(gt("_id", 0), new FindOneAndDeleteOptions().sort(descending("_id")));
        Document replaced = session.collection().findOneAndReplace(eq("_id", 1), new Document("other", 1));

        assertThat(deleted).isEqualTo(new Document("_id", 2).append("square", 4));
        assertThat(replaced).isEqualTo(new Document("_id", 1).append("square", 1));
        assertThat(session.collection().findOneAndDelete(eq("_id", 99))).isNull();
    }

    @Test
    void findAndModifyTellsWhatItDid() {
        Document upserted = session.database()
                .runCommand(Document.parse(
                        "{findAndModify: 'things', query: {_id: 5}, update: {$set: {a: 1, b: 2}}, upsert: true, new: true, "
                                + "fields: {a: 1, _id: 0}}"));
        Document missed = session.database()
                .runCommand(Document.parse("{findAndModify: 'things', query: {_id: 6}, remove: true, fields: {a: 1}}"));

        assertThat(upserted.get("value")).isEqualTo(new Document("a", 1));
        assertThat(upserted.get("lastErrorObject"))
                .isEqualTo(new Document("n", 1).append("updatedExisting", false).append("upserted", 5));
        assertThat(missed.get("value")).isNull();
        assertThat(missed.get("lastErrorObject")).isEqualTo(new Document("n", 0));
    }

    @Test
    void updatesFromManyThreadsAreNotLost() throws Exception {
        insertNumbers(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<UpdateResult>> work =
                    Collections.nCopies(400, () -> session.collection().updateOne(eq("_id", 0), inc("square", 1)));
            for (Future<UpdateResult> update : threads.invokeAll(work)) {
                assertThat(update.get().getModifiedCount()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(session.collection().find().first()).containsEntry("square", 400);
    }

    private void insertNumbers(int count) {
        for (int i = 0; i < count; i++) {
            session.collection().insertOne(new Document("_id", i).append("square", i * i));
        }
    }
}
