package io.github.mooring.testkit.server;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists, creates, drops, renames, numbers. */
@Timeout(300)
class AdministrationTest {
    private final DriverSession session = new DriverSession();

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void aFreshServerHasNoDatabases() {
        session.collection().find().first();

        assertThat(session.client.listDatabaseNames()).isEmpty();
    }

    @Test
    void listsDatabasesWithAndWithoutDetails() {
        insertInto("a");
        session.client.getDatabase("second").createCollection("x");

        assertThat(session.client.listDatabaseNames()).containsExactly("honest", "second");
        assertThat(session.client.listDatabases().filter(eq("name", "second")))
                .singleElement()
                .satisfies(database -> assertThat(database).containsKeys("name", "sizeOnDisk", "empty"));
    }

    @Test
    void listsCollectionsFilteredAndByNameOnly() {
        insertInto("a");
        insertInto("b");

        assertThat(session.database().listCollectionNames()).containsExactlyInAnyOrder("a", "b");
        List<Document> found =
                session.database().listCollections().filter(eq("name", "b")).into(new ArrayList<>());
        assertThat(found).singleElement().satisfies(b -> {
            assertThat(b).containsEntry("type", "collection");
            assertThat(b.get("info", Document.class)).containsKey("uuid");
        });
    }

    @Test
    void collectionListsComeInBatchesToo() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            insertInto(name);
        }

        assertThat(session.database().listCollections().batchSize(2).into(new ArrayList<>()))
                .hasSize(5);
        assertThat(session.server.commandCount("getMore")).isEqualTo(2);
    }

    @Test
    void createsOnceAndRefusesTwice() {
        session.database().createCollection("a");

        assertThat(codeOf(new Document("create", "a"))).isEqualTo(48);
    }

    @Test
    void droppingWhatIsNotThereIsReportedByCode() {
        MongoCommandException failure = catchThrowableOfType(
                MongoCommandException.class, () -> session.database().runCommand(new Document("drop", "nothing")));

        assertThat(failure.getErrorCode()).isEqualTo(26);
        assertThat(failure.getErrorCodeName()).isEqualTo("NamespaceNotFound");
        assertThat(failure.getResponse()).doesNotContainKey("$err");
    }

    @Test
    void dropsADatabase() {
        insertInto("a");

        session.database().drop();

        assertThat(session.client.listDatabaseNames()).isEmpty();
        assertThat(session.database().getCollection("a").countDocuments()).isZero();
    }

    @Test
    void renamesACollectionWithItsDocuments() {
        insertInto("a");

        session.database().getCollection("a").renameCollection(new MongoNamespace("honest", "b"));

        assertThat(session.database().listCollectionNames()).containsExactly("b");
        assertThat(session.database().getCollection("b").countDocuments()).isEqualTo(1);
    }

    @Test
    void createsListsAndDropsIndexes() {
        insertInto("a");
        session.database().getCollection("a").createIndex(Indexes.descending("x"));

        assertThat(session.database().getCollection("a").listIndexes())
                .extracting(index -> index.getString("name"))
                .containsExactlyInAnyOrder("_id_", "x_-1");
        session.database().getCollection("a").dropIndex("x_-1");
        assertThat(session.database().getCollection("a").listIndexes()).hasSize(1);
        assertThat(codeOf(new Document("dropIndexes", "a").append("index", "x_-1")))
                .isEqualTo(27);
        assertThat(codeOf(new Document("dropIndexes", "a").append("index", "_id_")))
                .isEqualTo(72);
    }

    @Test
    void countsIndexesOfTheCollectionAlone() {
        insertInto("a");
        session.database().getCollection("a").createIndex(Indexes.ascending("x"));

        Document reply = session.database()
                .runCommand(new Document("createIndexes", "b")
                        .append("indexes", List.of(new Document("key", new Document("y", 1)).append("name", "y_1"))));

        assertThat(reply)
                .containsEntry("numIndexesBefore", 1)
                .containsEntry("numIndexesAfter", 2)
                .containsEntry("createdCollectionAutomatically", true);
    }

    @Test
    void reportsNumbersOfCollectionsAndDatabases() {
        insertInto("a");

        assertThat(session.database().runCommand(new Document("collStats", "a")))
                .containsEntry("count", 1);
        assertThat(session.database().runCommand(new Document("dbStats", 1)))
                .containsEntry("collections", 1)
                .containsEntry("ok", 1.0);
    }

    @Test
    void answersSmallCommandsAboutItself() {
        Document admin = session.client.getDatabase("admin").runCommand(new Document("buildInfo", 1));

        assertThat(admin.getString("version")).isEqualTo("7.0.0");
        assertThat(session.database().runCommand(new Document("connectionStatus", 1)))
                .containsKey("authInfo");
        assertThat(session.client
                        .getDatabase("admin")
                        .runCommand(new Document("getParameter", 1).append("featureCompatibilityVersion", 1)))
                .containsKey("featureCompatibilityVersion");
    }

    private void insertInto(String collection) {
        session.database().getCollection(collection).insertOne(new Document("_id", 1));
    }

    private int codeOf(Document command) {
        return catchThrowableOfType(
                        MongoCommandException.class, () -> session.database().runCommand(command))
                .getErrorCode();
    }
}
