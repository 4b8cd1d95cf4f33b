package io.github.mooring.testkit.documentdb;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the vendor's driver may expect of any engine behind a server; transactions, which no standalone server has, behind a
 * lab of one. In what the engines differ stands in {@link Difference} and is held to it, too.
 */
@Timeout(300)
abstract class EngineContract {
    private static final String TRANSIENT = "TransientTransactionError";

    private Engine engine;
    private EmbeddedServer server;
    private MongoClient client;
    private MongoDatabase database;
    private MongoCollection<Document> things;

    abstract Engine newEngine();

    /** The code of the error that this engine is known to give, 0 for none. */
    abstract int expected(Difference difference);

    @BeforeEach
    void start() {
        engine = newEngine();
        server = EmbeddedServer.builder().engine(engine).start();
        client = MongoClients.create(server.uri());
        database = client.getDatabase("contract");
        things = database.getCollection("things");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        engine.close();
    }

    @Test
    void findsWhatWasInserted() {
        Document document = new Document("_id", 1)
                .append("text", "\u00e4nker")
                .append("long", 1L << 40)
                .append("decimal", Decimal128.parse("1.50"))
                .append("list", List.of(1, "two", new Document("three", null)));
        things.insertOne(document);

        assertThat(things.find(eq("_id", 1)).first()).isEqualTo(document);
    }

    @Test
    void sortsSkipsLimitsAndProjects() {
        insert(10);

        List<Document> found = things.find(gte("_id", 3))
                .sort(descending("_id"))
                .skip(1)
                .limit(2)
                .projection(new Document("n", 1).append("_id", 0))
                .into(new ArrayList<>());

        assertThat(found).containsExactly(new Document("n", 8), new Document("n", 7));
    }

    @Test
    void countsWhatUpdatesMatchChangeAndCreate() {
        insert(4);

        assertThat(things.updateMany(gte("_id", 2), set("n", 3)).getMatchedCount())
                .isEqualTo(2);
        assertThat(things.updateOne(eq("_id", 3), set("n", 3)).getModifiedCount())
                .isZero();
        assertThat(things.updateOne(eq("_id", 9), set("n", 9), new UpdateOptions().upsert(true))
                        .getUpsertedId())
                .isEqualTo(new org.bson.BsonInt32(9));
        assertThat(things.replaceOne(eq("_id", 0), new Document("x", 1)).getModifiedCount())
                .isEqualTo(1);
        assertThat(things.find(eq("_id", 0)).first()).isEqualTo(new Document("_id", 0).append("x", 1));
    }

    @Test
    void deletesOneOrAll() {
        insert(5);

        assertThat(things.deleteOne(gte("_id", 1)).getDeletedCount()).isEqualTo(1);
        assertThat(things.deleteMany(new Document()).getDeletedCount()).isEqualTo(4);
        assertThat(things.countDocuments()).isZero();
    }

    @Test
    void countsAndListsDistinctValues() {
        insert(6);
        things.updateMany(gte("_id", 2), set("n", 7));

        assertThat(things.countDocuments(eq("n", 7))).isEqualTo(4);
        assertThat(things.estimatedDocumentCount()).isEqualTo(6);
        assertThat(things.distinct("n", Integer.class).into(new ArrayList<>())).containsExactlyInAnyOrder(0, 1, 7);
    }

    @Test
    void findOneAndUpdateReturnsTheDocumentBeforeOrAfter() {
        insert(1);
        FindOneAndUpdateOptions after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

        assertThat(things.findOneAndUpdate(eq("_id", 0), inc("n", 1))).containsEntry("n", 0);
        assertThat(things.findOneAndUpdate(eq("_id", 0), inc("n", 1), after)).containsEntry("n", 2);
        assertThat(things.findOneAndUpdate(eq("_id", 1), inc("n", 1))).isNull();
        assertThat(things.findOneAndDelete(eq("_id", 0))).containsEntry("n", 2);
        assertThat(things.countDocuments()).isZero();
    }

    @Test
    void groupsAndJoins() {
        insert(6);
        database.getCollection("names").insertOne(new Document("_id", 4).append("name", "four"));

        List<Document> joined = things.aggregate(List.of(
                        Aggregates.match(gte("_id", 4)),
                        Aggregates.lookup("names", "_id", "_id", "names"),
                        Aggregates.unwind("$names"),
                        Aggregates.project(new Document("name", "$names.name"))))
                .into(new ArrayList<>());
        Document sum = things.aggregate(List.of(Aggregates.group(null, Accumulators.sum("sum", "$n"))))
                .first();

        assertThat(joined).containsExactly(new Document("_id", 4).append("name", "four"));
        assertThat(sum).containsEntry("sum", 15);
    }

    @Test
    void pagesThroughFindsAndAggregations() {
        insert(250);

        assertThat(things.find().batchSize(100).into(new ArrayList<>())).hasSize(250);
        assertThat(things.find().sort(descending("n")).batchSize(7).into(new ArrayList<>()))
                .extracting(document -> document.getInteger("n"))
                .isEqualTo(IntStream.range(0, 250).mapToObj(i -> 249 - i).toList());
        assertThat(things.aggregate(List.of(Aggregates.sort(descending("n")), Aggregates.limit(200)))
                        .batchSize(50)
                        .into(new ArrayList<>()))
                .hasSize(200);
        assertThat(engine.openCursors()).isZero();
    }

    @Test
    void aClosedCursorIsOpenNoMore() {
        insert(50);

        MongoCursor<Document> scan = things.find().batchSize(10).iterator();
        MongoCursor<Document> sorted =
                things.find().sort(descending("n")).batchSize(10).iterator();
        assertThat(engine.openCursors()).isEqualTo(2);
        scan.close();
        sorted.close();

        assertThat(engine.openCursors()).isZero();
    }

    @Test
    void aCursorOfADroppedCollectionIsGone() {
        insert(50);
        try (MongoCursor<Document> cursor = things.find().batchSize(10).iterator()) {
            things.drop();
            MongoException gone = catchThrowableOfType(MongoException.class, () -> {
                while (cursor.hasNext()) {
                    cursor.next();
                }
            });
            assertThat(gone).isNotNull();
            assertThat(gone.getCode()).isEqualTo(43);
        }
    }

    @Test
    void aGetMoreOfWhatIsNotThereFails() {
        assertThat(code("{getMore: {$numberLong: '77'}, collection: 'things'}")).isEqualTo(43);
    }

    @Test
    void manyMoreCursorsThanConnectionsCanBeOpen() {
        insert(30);
        List<MongoCursor<Document>> open = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            open.add(things.find().batchSize(10).iterator());
        }

        for (MongoCursor<Document> cursor : open) {
            int read = 0;
            while (cursor.hasNext()) {
                cursor.next();
                read++;
            }
            assertThat(read).isEqualTo(30);
        }
    }

    @Test
    void anOrderedInsertStopsAtTheFirstDuplicateAndAnUnorderedOneGoesOn() {
        List<Document> documents = List.of(id(1), id(1), id(2));

        MongoBulkWriteException ordered =
                catchThrowableOfType(MongoBulkWriteException.class, () -> things.insertMany(documents));
        assertThat(ordered.getWriteErrors()).singleElement().satisfies(error -> {
            assertThat(error.getIndex()).isEqualTo(1);
            assertThat(error.getCode()).isEqualTo(11000);
        });
        assertThat(ordered.getWriteResult().getInsertedCount()).isEqualTo(1);

        MongoBulkWriteException unordered = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> things.insertMany(documents, new InsertManyOptions().ordered(false)));
        assertThat(unordered.getWriteErrors()).hasSize(2);
        assertThat(unordered.getWriteResult().getInsertedCount()).isEqualTo(1);
    }

    @Test
    void aUniqueIndexIsListedHeldAndDropped() {
        things.createIndex(Indexes.ascending("n"), new IndexOptions().unique(true));
        things.insertOne(id(1).append("n", 1));

        MongoException refused =
                catchThrowableOfType(MongoException.class, () -> things.insertOne(id(2).append("n", 1)));
        assertThat(refused.getCode()).isEqualTo(11000);
        assertThat(indexNames()).containsExactlyInAnyOrder("_id_", "n_1");

        things.dropIndex("n_1");
        things.insertOne(id(2).append("n", 1));
        assertThat(indexNames()).containsExactly("_id_");
    }

    @Test
    void listsCreatesAndDropsCollectionsAndDatabases() {
        database.createCollection("empty");
        insert(1);
        client.getDatabase("other").getCollection("c").insertOne(id(1));

        assertThat(database.listCollectionNames().into(new ArrayList<>())).containsExactlyInAnyOrder("empty", "things");
        assertThat(client.listDatabaseNames().into(new ArrayList<>())).containsExactlyInAnyOrder("contract", "other");

        things.drop();
        client.getDatabase("other").drop();
        assertThat(database.listCollectionNames().into(new ArrayList<>())).containsExactly("empty");
        assertThat(client.listDatabaseNames().into(new ArrayList<>())).doesNotContain("other");
    }

    @Test
    void renamesACollection() {
        insert(3);

        things.renameCollection(new com.mongodb.MongoNamespace("contract", "renamed"));

        assertThat(database.getCollection("renamed").countDocuments()).isEqualTo(3);
        assertThat(things.countDocuments()).isZero();
    }

    @Test
    void namesWhatIsWrongByItsCode() {
        insert(1);

        assertThat(code("{find: 'things', filter: {n: {$regex: '('}}}")).isNotZero();
        assertThat(code("{find: 'things', filter: {$nonsense: 1}}")).isEqualTo(2);
        assertThat(code("{create: 'things'}")).isEqualTo(expected(Difference.CREATE_EXISTING));
        assertThat(code("{nonsense: 1}")).isEqualTo(59);
        assertThat(code("{aggregate: 'things', pipeline: [{$nonsense: 1}], cursor: {}}"))
                .isEqualTo(40324);
        assertThat(code("{insert: 'things', documents: []}")).isEqualTo(16);
        assertThat(code("{listIndexes: 'none'}")).isEqualTo(26);
        assertThat(code("{dropIndexes: 'things', index: 'nonsense'}")).isEqualTo(27);
        MongoException immutable =
                catchThrowableOfType(MongoException.class, () -> things.updateOne(eq("_id", 0), set("_id", 5)));
        assertThat(immutable.getCode()).isEqualTo(66);
    }

    @Test
    void enginesShareNoData() {
        insert(1);
        Engine another = newEngine();
        try (EmbeddedServer second = EmbeddedServer.builder().engine(another).start();
                MongoClient stranger = MongoClients.create(second.uri())) {
            assertThat(stranger.listDatabaseNames().into(new ArrayList<>())).isEmpty();
            assertThat(stranger.getDatabase("contract").getCollection("things").countDocuments())
                    .isZero();
        } finally {
            another.close();
        }
    }

    @Test
    void errorsNameDatabasesAsTheClientDoes() {
        MongoCommandException error = catchThrowableOfType(
                MongoCommandException.class,
                () -> client.getDatabase("admin")
                        .runCommand(Document.parse("{renameCollection: 'contract.none', to: 'contract.other'}")));

        assertThat(error.getErrorCode()).isEqualTo(26);
        assertThat(error.getErrorMessage()).doesNotContainPattern("t[0-9a-f]{6}_");
    }

    @Test
    void aCommitShowsEverythingAtOnceAndAnAbortNothing() {
        inLab((driver, collection) -> {
            try (ClientSession session = driver.startSession()) {
                session.startTransaction();
                collection.insertOne(session, id(1));
                assertThat(collection.countDocuments(session)).isEqualTo(1);
                assertThat(collection.countDocuments()).isZero();
                session.commitTransaction();
                session.commitTransaction();
                assertThat(collection.countDocuments()).isEqualTo(1);

                session.startTransaction();
                collection.deleteOne(session, eq("_id", 1));
                session.abortTransaction();
                assertThat(collection.countDocuments()).isEqualTo(1);
            }
        });
    }

    @Test
    void ofTwoTransactionsThatWriteTheSameDocumentTheSecondFails() {
        inLab((driver, collection) -> {
            collection.insertOne(id(1).append("n", 0));
            try (ClientSession first = driver.startSession();
                    ClientSession second = driver.startSession()) {
                first.startTransaction();
                second.startTransaction();
                collection.updateOne(first, eq("_id", 1), inc("n", 1));
                MongoException conflict = catchThrowableOfType(
                        MongoException.class, () -> collection.updateOne(second, eq("_id", 1), inc("n", 1)));

                assertThat(conflict.getCode()).isEqualTo(112);
                assertThat(conflict.hasErrorLabel(TRANSIENT)).isTrue();
                first.commitTransaction();
            }
            assertThat(collection.find().first()).containsEntry("n", 1);
        });
    }

    @Test
    void aTransactionThatMeetsAConflictIsTriedAgain() {
        inLab((driver, collection) -> {
            collection.insertOne(id(1).append("n", 0));
            AtomicInteger tries = new AtomicInteger();
            try (ClientSession session = driver.startSession()) {
                session.withTransaction(() -> {
                    collection.find(session).first();
                    if (tries.incrementAndGet() == 1) {
                        collection.updateOne(eq("_id", 1), inc("n", 1));
                    }
                    return collection.updateOne(session, eq("_id", 1), inc("n", 10));
                });
            }
            assertThat(tries).hasValue(2);
            assertThat(collection.find().first()).containsEntry("n", 11);
        });
    }

    @Test
    void aDuplicateKeyEndsTheTransaction() {
        inLab((driver, collection) -> {
            collection.insertOne(id(1));
            try (ClientSession session = driver.startSession()) {
                session.startTransaction();
                collection.insertOne(session, id(2));
                MongoException duplicate =
                        catchThrowableOfType(MongoException.class, () -> collection.insertOne(session, id(1)));
                MongoException over =
                        catchThrowableOfType(MongoException.class, () -> collection.insertOne(session, id(3)));

                assertThat(duplicate.getCode()).isEqualTo(11000);
                assertThat(over.getCode()).isEqualTo(251);
            }
            assertThat(collection.countDocuments()).isEqualTo(1);
        });
    }

    @Test
    void aCursorOfATransactionSeesItsSnapshotToTheEnd() {
        inLab((driver, collection) -> {
            for (int i = 0; i < 30; i++) {
                collection.insertOne(id(i));
            }
            try (ClientSession session = driver.startSession()) {
                session.startTransaction();
                try (MongoCursor<Document> cursor =
                        collection.find(session).batchSize(10).iterator()) {
                    cursor.next();
                    collection.deleteMany(gte("_id", 0));
                    int read = 1;
                    while (cursor.hasNext()) {
                        cursor.next();
                        read++;
                    }
                    assertThat(read).isEqualTo(30);
                }
                session.abortTransaction();
            }
        });
    }

    @Test
    void twoSortedCursorsOfATransactionAreReadSideBySide() {
        inLab((driver, collection) -> {
            for (int i = 0; i < 20; i++) {
                collection.insertOne(id(i));
            }
            try (ClientSession session = driver.startSession()) {
                session.startTransaction();
                try (MongoCursor<Document> down = collection
                                .find(session)
                                .sort(descending("_id"))
                                .batchSize(5)
                                .iterator();
                        MongoCursor<Document> up = collection
                                .find(session)
                                .sort(new Document("_id", 1))
                                .batchSize(5)
                                .iterator()) {
                    for (int i = 0; i < 20; i++) {
                        assertThat(down.next()).isEqualTo(id(19 - i));
                        assertThat(up.next()).isEqualTo(id(i));
                    }
                }
                session.commitTransaction();
            }
        });
    }

    @Test
    void aSortedCursorSurvivesOtherCommandsAndItsKillFreesItsConnection() {
        insert(20);
        for (int i = 0; i < 40; i++) {
            try (MongoCursor<Document> cursor =
                    things.find().sort(descending("n")).batchSize(5).iterator()) {
                things.updateOne(eq("_id", 0), inc("m", 1));
                assertThat(cursor.next()).containsEntry("n", 19);
            }
        }
        assertThat(engine.openCursors()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void differsOnlyAsWritten(Difference difference) {
        insert(3);

        assertThat(code(difference.command)).as(difference.reason).isEqualTo(expected(difference));
    }

    @Test
    void aBatchMayBeAsLongAsTheServerSaysItMay() {
        List<Document> many =
                IntStream.range(0, 30_000).mapToObj(EngineContract::id).toList();

        things.insertMany(many);

        assertThat(things.countDocuments()).isEqualTo(30_000);
    }

    private interface InLab {
        void run(MongoClient driver, MongoCollection<Document> collection);
    }

    private void inLab(InLab test) {
        try (Lab lab = Lab.builder().members(1).engine(engine).start();
                MongoClient driver = MongoClients.create(lab.uri())) {
            MongoCollection<Document> collection = driver.getDatabase("lab").getCollection("things");
            driver.getDatabase("lab").createCollection("things");
            test.run(driver, collection);
        }
    }

    private void insert(int count) {
        things.insertMany(
                IntStream.range(0, count).mapToObj(i -> id(i).append("n", i)).toList());
    }

    private List<String> indexNames() {
        return things.listIndexes().map(index -> index.getString("name")).into(new ArrayList<>());
    }

    /** The code with which a command fails, 0 if it does not. */
    private int code(String command) {
        MongoCommandException error =
                catchThrowableOfType(MongoCommandException.class, () -> database.runCommand(Document.parse(command)));
        return error == null ? 0 : error.getErrorCode();
    }

    private static Document id(int id) {
        return new Document("_id", id);
    }
}
