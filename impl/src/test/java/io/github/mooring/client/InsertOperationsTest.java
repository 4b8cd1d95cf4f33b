package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static io.github.mooring.client.ClientFixture.ids;
import static io.github.mooring.client.ClientFixture.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.InsertManyOptions;
import io.github.mooring.api.InsertManyResult;
import io.github.mooring.api.MongoBulkWriteException;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoExecutionTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.MongoWriteException;
import io.github.mooring.api.PartialInsert;
import io.github.mooring.api.WriteError;
import io.github.mooring.engines.DiffersOnDocumentDb;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.FailCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** insertOne and insertMany: what is stored, what comes back, what is refused. */
@EngineContract
class InsertOperationsTest {
    private final ClientFixture client = ClientFixture.open();

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    @Test
    void anIdOfTheCallersIsKept() {
        var result = client.notes().insertOne(doc("{_id: 'mine', a: 1}"));

        assertThat(result.acknowledged()).isTrue();
        assertThat(result.insertedId()).isEqualTo(new BsonString("mine"));
        assertThat(client.notes().find().toList()).containsExactly(doc("{_id: 'mine', a: 1}"));
    }

    @Test
    void anIdThatIsNullIsAnIdToo() {
        client.notes().insertOne(new Document("_id", null));

        assertThat(client.notes().find().first()).isEqualTo(new Document("_id", null));
    }

    @Test
    void generatedIdsComeBackInTheOrderOfTheDocuments() {
        List<Document> documents = List.of(doc("{n: 0}"), doc("{_id: 7, n: 1}"), doc("{n: 2}"));

        InsertManyResult result = client.notes().insertMany(documents);

        assertThat(result.acknowledged()).isTrue();
        assertThat(result.insertedIds()).hasSize(3);
        assertThat(result.insertedIds().get(1)).isEqualTo(new BsonInt32(7));
        assertThat(result.insertedIds().get(2).asObjectId().getValue())
                .isEqualTo(documents.get(2).getObjectId("_id"));
        assertThat(client.notes().find().sort(doc("{n: 1}")).toList()).isEqualTo(documents);
    }

    @Test
    @DiffersOnDocumentDb("ERROR_TEXT")
    void aDuplicateKeyIsRefusedWithItsCodeAndTheServersWords() {
        client.notes().insertOne(doc("{_id: 1}"));

        var e = catchThrowableOfType(
                MongoWriteException.class, () -> client.notes().insertOne(doc("{_id: 1}")));

        assertThat(e)
                .hasMessageStartingWith(
                        "insert on app was refused by " + client.server.address() + " with error 11000:")
                .hasMessageContaining("E11000");
        assertThat(e.isDuplicateKey()).isTrue();
        assertThat(e.code()).isEqualTo(11000);
        assertThat(e.bytesSent()).isTrue();
        client.assertStillWorks();
    }

    @Test
    void orderedInsertsStopAtTheFirstRefusal() {
        client.notes().insertOne(doc("{_id: 2}"));

        var e = catchThrowableOfType(
                MongoBulkWriteException.class, () -> client.notes().insertMany(numbered(0, 5)));

        assertThat(e)
                .hasMessageStartingWith("insert into app.notes: 1 of 5 documents were refused by "
                        + client.server.address() + ", 2 are stored; first refusal is document 2 with error 11000: ");
        assertThat(e.errors()).extracting(WriteError::index).containsExactly(2);
        assertThat(e.errors()).extracting(WriteError::code).containsExactly(11000);
        assertThat(e.insertedIndexes()).containsExactlyInAnyOrder(0, 1);
        assertThat(ids(client.notes().find().toList())).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void unorderedInsertsGoOnAfterARefusal() {
        client.notes().insertMany(List.of(doc("{_id: 1}"), doc("{_id: 3}")));

        var e = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> client.notes().insertMany(numbered(0, 5), InsertManyOptions.DEFAULTS.ordered(false)));

        assertThat(e.errors()).extracting(WriteError::index).containsExactly(1, 3);
        assertThat(e.insertedIndexes()).containsExactlyInAnyOrder(0, 2, 4);
        assertThat(ids(client.notes().find().toList())).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(client.sent("insert").getBoolean("ordered").getValue()).isFalse();
    }

    @Test
    @DiffersOnDocumentDb("ESTIMATED_COUNT")
    void moreDocumentsThanOneCommandTakesAreSplit() {
        var result = client.notes().insertMany(numbered(0, 100_001));

        assertThat(result.insertedIds()).hasSize(100_001);
        assertThat(client.server.commandCount("insert")).isEqualTo(2);
        assertThat(client.notes().estimatedDocumentCount()).isEqualTo(100_001);
    }

    @Test
    @DisplayName("F36 indexes of refusals are the caller's, in a later command too")
    void indexesOfRefusalsAreTheCallersInALaterCommandToo() throws Exception {
        try (BrokenClient broken = BrokenClient.dial(
                "",
                BrokenClient.takingTwoDocuments()
                        .expect("insert")
                        .reply("{ok: 1, n: 1, writeErrors: [{index: 1, code: 11000, errmsg: 'one'}]}")
                        .expect("insert")
                        .reply("{ok: 1, n: 1, writeErrors: [{index: 0, code: 121, errmsg: 'two'}]}")
                        .expect("insert")
                        .reply("{ok: 1, n: 1}")
                        .expectEnd())) {
            var e = catchThrowableOfType(
                    MongoBulkWriteException.class,
                    () -> broken.notes().insertMany(numbered(0, 5), InsertManyOptions.DEFAULTS.ordered(false)));

            assertThat(e.errors()).extracting(WriteError::index).containsExactly(1, 2);
            assertThat(e.errors()).extracting(WriteError::code).containsExactly(11000, 121);
            assertThat(e.insertedIndexes()).containsExactlyInAnyOrder(0, 3, 4);
            assertThat(e.code()).isEqualTo(11000);
            broken.assertDone();
        }
    }

    @Test
    void anOrderedInsertSendsNoFurtherCommandAfterARefusal() throws Exception {
        try (BrokenClient broken = BrokenClient.dial(
                "",
                BrokenClient.takingTwoDocuments()
                        .expect("insert")
                        .reply("{ok: 1, n: 2}")
                        .expect("insert")
                        .reply("{ok: 1, n: 0, writeErrors: [{index: 0, code: 11000, errmsg: 'one'}]}")
                        .expectEnd())) {
            var e = catchThrowableOfType(
                    MongoBulkWriteException.class, () -> broken.notes().insertMany(numbered(0, 6)));

            assertThat(e.errors()).extracting(WriteError::index).containsExactly(2);
            assertThat(e.insertedIndexes()).containsExactlyInAnyOrder(0, 1);
            broken.assertDone();
        }
    }

    @Test
    void anErrorAfterTheFirstCommandSaysWhatWasStoredAndThatSomethingWasSent() {
        try (BrokenClient broken = BrokenClient.dial(
                "",
                BrokenClient.takingTwoDocuments()
                        .expect("insert")
                        .reply("{ok: 1, n: 2}")
                        .expectEnd())) {
            List<Document> documents = new ArrayList<>(numbered(0, 3));
            documents.add(new Document("a\0b", 1));

            var e = catchThrowableOfType(
                    MongoDocumentException.class, () -> broken.notes().insertMany(documents));

            assertThat(e)
                    .hasMessageStartingWith("document 3 of 4 for app.notes cannot be stored: ")
                    .hasMessageEndingWith(
                            "; of 4 documents 2 had been sent before, of which 2 are stored as far as the server has said");
            assertThat(e.bytesSent()).as("the call must not simply be repeated").isTrue();
            assertThat(e.partialInsert()).contains(new PartialInsert(4, 2, false, Set.of(0, 1), List.of()));
        }
    }

    @Test
    void anErrorOfTheFirstCommandHasNoPartialResult() {
        try (BrokenClient broken = BrokenClient.dial(
                "", BrokenClient.takingTwoDocuments().expect("insert").close())) {
            var e = catchThrowableOfType(
                    MongoSocketException.class, () -> broken.notes().insertMany(numbered(0, 4)));

            assertThat(e.partialInsert()).isEmpty();
        }
    }

    @Test
    void aServerThatRefusesALaterCommandLeavesAnAccountOfTheOthers() throws Exception {
        try (BrokenClient broken = BrokenClient.dial(
                "",
                BrokenClient.takingTwoDocuments()
                        .expect("insert")
                        .reply("{ok: 1, n: 1, writeErrors: [{index: 1, code: 11000, errmsg: 'one'}],"
                                + " writeConcernError: {code: 64, errmsg: 'slow'}}")
                        .expect("insert")
                        .reply("{ok: 1, n: 2}")
                        .expect("insert")
                        .reply("{ok: 0, code: 10107, codeName: 'NotWritablePrimary', errmsg: 'not primary'}")
                        .expectEnd())) {
            var e = catchThrowableOfType(
                    MongoCommandException.class,
                    () -> broken.notes().insertMany(numbered(0, 5), InsertManyOptions.DEFAULTS.ordered(false)));

            assertThat(e)
                    .hasMessageEndingWith(
                            "; of 5 documents 4 had been sent before, of which 3 are stored as far as the server has said");
            assertThat(e.code()).isEqualTo(10107);
            assertThat(e.commandName()).isEqualTo("insert");
            assertThat(e.partialInsert())
                    .contains(new PartialInsert(
                            5, 4, true, Set.of(0, 2, 3), List.of(new WriteError(1, 11000, "one", ""))));
            assertThat(e.getSuppressed()).hasOnlyElementsOfType(MongoWriteConcernException.class);
            broken.assertDone();
        }
    }

    @Test
    void aServerThatStopsALaterCommandForItsTimeLeavesAnAccountOfTheOthers() throws Exception {
        try (BrokenClient broken = BrokenClient.dial(
                "",
                BrokenClient.takingTwoDocuments()
                        .expect("insert")
                        .reply("{ok: 1, n: 2}")
                        .expect("insert")
                        .reply("{ok: 0, code: 50, codeName: 'MaxTimeMSExpired', errmsg: 'too slow'}")
                        .expectEnd())) {
            var e = catchThrowableOfType(
                    MongoExecutionTimeoutException.class, () -> broken.notes().insertMany(numbered(0, 4)));

            assertThat(e.partialInsert()).contains(new PartialInsert(4, 2, true, Set.of(0, 1), List.of()));
            broken.assertDone();
        }
    }

    @Test
    void ofUnacknowledgedDocumentsNothingIsKnownToBeStored() {
        try (BrokenClient broken =
                BrokenClient.dial("w=0", BrokenClient.takingTwoDocuments().expect("insert"))) {
            List<Document> documents = new ArrayList<>(numbered(0, 3));
            documents.add(new Document("a\0b", 1));

            var e = catchThrowableOfType(
                    MongoDocumentException.class, () -> broken.notes().insertMany(documents));

            assertThat(e).hasMessageEndingWith("of which 0 are stored as far as the server has said");
            assertThat(e.partialInsert()).contains(new PartialInsert(4, 2, false, Set.of(), List.of()));
        }
    }

    @Test
    void aConnectionThatBreaksBetweenTwoCommandsSaysWhatWasStored() {
        try (BrokenClient broken = BrokenClient.dial(
                "",
                BrokenClient.takingTwoDocuments()
                        .expect("insert")
                        .reply("{ok: 1, n: 2}")
                        .expect("insert")
                        .close())) {
            var e = catchThrowableOfType(
                    MongoSocketException.class, () -> broken.notes().insertMany(numbered(0, 4)));

            assertThat(e)
                    .hasMessageContaining("instead of answering insert")
                    .hasMessageEndingWith(
                            "; of 4 documents 2 had been sent before, of which 2 are stored as far as the server has said");
            assertThat(e.partialInsert()).contains(new PartialInsert(4, 2, true, Set.of(0, 1), List.of()));
        }
    }

    @Test
    void aListThatIsSlowByIndexIsNotReadByIndex() {
        List<Document> documents = new ArrayList<>(numbered(0, 5)) {
            private static final long serialVersionUID = 1L;

            @Override
            public Document get(int index) {
                throw new AssertionError("read by index " + index);
            }
        };

        client.notes().insertMany(documents);

        assertThat(ids(client.notes().find().toList())).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void optionsReachTheWire() {
        client.notes().insertMany(numbered(0, 1), InsertManyOptions.DEFAULTS.comment("why"));

        assertThat(client.sent("insert").getString("comment").getValue()).isEqualTo("why");
        assertThat(client.server.requests("insert").get(0).sequences()).containsExactly("documents");
    }

    @Test
    void anEmptyListOrANullInItIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> client.notes().insertMany(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are no documents to insert");
        List<Document> documents = new ArrayList<>(numbered(0, 1));
        documents.add(null);
        assertThatThrownBy(() -> client.notes().insertMany(documents))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("documents[1]");
        assertThat(client.server.commandCount("insert")).isZero();
    }

    @Test
    void aWriteConcernErrorIsReportedAlthoughTheDocumentIsStored() {
        client.server.failCommand(
                FailCommand.on("insert").writeConcernError(64, "waiting").build());

        var e = catchThrowableOfType(
                MongoWriteConcernException.class, () -> client.notes().insertOne(doc("{_id: 1}")));
        assertThatThrownBy(() -> client.notes().insertMany(numbered(2, 4)))
                .isInstanceOf(MongoWriteConcernException.class);

        assertThat(e)
                .hasMessage("insert on app was applied, but not with the write concern asked for: "
                        + client.server.address() + " reports error 64 (WriteConcernTimeout): waiting");
        assertThat(ids(client.notes().find().toList())).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void aRefusalDoesNotHideAWriteConcernError() {
        client.notes().insertOne(doc("{_id: 1}"));
        client.server.failCommand(
                FailCommand.on("insert").writeConcernError(64, "waiting").build());

        assertThatThrownBy(() -> client.notes().insertOne(doc("{_id: 1}")))
                .isInstanceOf(MongoWriteException.class)
                .satisfies(e -> assertThat(e.getSuppressed())
                        .hasOnlyElementsOfType(MongoWriteConcernException.class)
                        .hasSize(1));
        assertThatThrownBy(() -> client.notes().insertMany(numbered(0, 2)))
                .isInstanceOf(MongoBulkWriteException.class)
                .satisfies(e -> assertThat(e.getSuppressed())
                        .hasOnlyElementsOfType(MongoWriteConcernException.class)
                        .hasSize(1));
    }
}
