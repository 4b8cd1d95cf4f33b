package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoExecutionTimeoutException;
import io.github.mooring.engines.DiffersOnDocumentDb;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.FailCommand;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Databases and sessions as a whole: commands, lists, creating and dropping, and what errors of commands carry. */
@EngineContract
class DatabaseOperationsTest {
    private final ClientFixture client = ClientFixture.open();

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    @Test
    void listsNameWhatThereIs() {
        assertThat(client.session.getDatabase().listCollectionNames()).isEmpty();
        client.notes().insertOne(doc("{_id: 1}"));
        client.session.getDatabase().createCollection("empty");
        client.session.getDatabase("second").getCollection("c").insertOne(doc("{_id: 1}"));

        assertThat(client.session.getDatabase().listCollectionNames()).containsExactlyInAnyOrder("notes", "empty");
        assertThat(client.session.getDatabase().listCollections())
                .extracting(collection -> collection.getString("type"))
                .containsOnly("collection");
        assertThat(client.session.listDatabaseNames()).contains("app", "second");
        assertThat(client.session.listDatabases())
                .extracting(database -> database.getString("name"))
                .contains("app", "second");
        assertThat(client.session.getDatabase().getName()).isEqualTo("app");
    }

    @Test
    void droppingWhatIsNotThereIsNoError() {
        client.notes().drop();
        client.session.getDatabase("none").drop();
        client.notes().insertOne(doc("{_id: 1}"));

        client.notes().drop();
        assertThat(client.session.getDatabase().listCollectionNames()).isEmpty();
        client.notes().insertOne(doc("{_id: 1}"));
        client.session.getDatabase().drop();
        assertThat(client.session.listDatabaseNames()).doesNotContain("app");
    }

    @Test
    void aDropThatFailsForAnotherReasonIsAnError() {
        client.server.failCommand(
                FailCommand.on("drop").times(1).errorCode(11600).build());

        assertThatThrownBy(() -> client.notes().drop())
                .isInstanceOf(MongoCommandException.class)
                .hasMessageContaining("error 11600 (InterruptedAtShutdown)");
    }

    @Test
    @DiffersOnDocumentDb("CREATE_EXISTING")
    void creatingWhatIsThereIsAnErrorWithItsCode() {
        client.session.getDatabase().createCollection("c");

        var e = catchThrowableOfType(
                MongoCommandException.class, () -> client.session.getDatabase().createCollection("c"));

        assertThat(e.code()).isEqualTo(48);
        assertThat(e.codeName()).isEqualTo("NamespaceExists");
        assertThat(e.commandName()).isEqualTo("create");
    }

    @Test
    void aCommandOfTheCallersOwnIsRunAsItIs() {
        client.notes().insertOne(doc("{_id: 1}"));

        assertThat(client.session.getDatabase().runCommand(doc("{count: 'notes'}")))
                .containsEntry("n", 1);
        assertThat(client.session.getDatabase().runCommand(doc("{ping: 1}"), BsonDocument.class))
                .containsKey("ok");
    }

    @Test
    void aCommandThatFailsSaysWhatWhereAndWhy() {
        var e = catchThrowableOfType(
                MongoCommandException.class, () -> client.session.getDatabase().runCommand(doc("{noSuchCommand: 1}")));

        assertThat(e)
                .hasMessage("noSuchCommand on app failed at " + client.server.address()
                        + " with error 59 (CommandNotFound): no such command: 'noSuchCommand'");
        assertThat(e.commandName()).isEqualTo("noSuchCommand");
        assertThat(e.response()).contains("\"code\": 59");
        client.assertStillWorks();
    }

    @Test
    void errorsCarryCodeLabelsAndServer() {
        client.server.failCommand(FailCommand.on("find")
                .times(2) // a read is tried again
                .errorCode(189)
                .errorLabels("RetryableWriteError", "Other")
                .build());

        var e = catchThrowableOfType(
                MongoCommandException.class, () -> client.notes().find().first());

        assertThat(e.code()).isEqualTo(189);
        assertThat(e.codeName()).isEqualTo("PrimarySteppedDown");
        assertThat(e.errorLabels()).containsExactlyInAnyOrder("RetryableWriteError", "Other");
        assertThat(e.server()).hasValueSatisfying(server -> assertThat(server).hasToString(client.server.address()));
        assertThat(e.bytesSent()).isTrue();
        client.assertStillWorks();
    }

    @Test
    void aServerThatTookTooLongByItsOwnClockHasAnExceptionOfItsOwn() {
        client.server.failCommand(
                FailCommand.on("aggregate").times(1).errorCode(50).build());

        assertThatThrownBy(() -> client.notes().countDocuments(doc("{}")))
                .isInstanceOf(MongoExecutionTimeoutException.class)
                .hasMessageContaining("error 50 (MaxTimeMSExpired)");
        client.assertStillWorks();
    }

    @Test
    @DiffersOnDocumentDb("DOCUMENTS")
    void anAggregationOfADatabaseNamesNoCollection() {
        assertThatThrownBy(() -> client.session
                        .getDatabase()
                        .aggregate(List.of(doc("{$documents: [{a: 1}]}")))
                        .toList())
                .isInstanceOf(MongoCommandException.class); // the embedded server has no such thing
        assertThat(client.sent("aggregate").getInt32("aggregate").getValue()).isEqualTo(1);
    }

    @Test
    void severalDatabasesAreKeptApart() {
        client.session.getDatabase("one").getCollection("c").insertOne(doc("{_id: 1}"));

        assertThat(client.session.getDatabase("two").getCollection("c").countDocuments(new Document()))
                .isZero();
        assertThat(client.session.getDatabase("one").getCollection("c").getNamespace())
                .hasToString("one.c");
    }
}
