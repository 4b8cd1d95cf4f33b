package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.scripted.Script;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a session is: settings that reach the wire, copies, ends. */
@EngineContract
class SessionTest {
    private static final String MEMBER =
            Script.HELLO.replace("{ismaster", "{setName: 'rs', hosts: ['127.0.0.1:1'], ismaster");
    private static final String FOUND = "{ok: 1, cursor: {id: 0, ns: 'app.notes', firstBatch: []}}";

    private final ClientFixture client = ClientFixture.open();

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    @TestFactory
    @DisplayName("M23 F7 everything of a closed session says who closed it")
    List<DynamicTest> everythingOfAClosedSessionSaysWhoClosedIt() {
        MongoSession session = client.factory.openSession();
        MongoDatabase database = session.getDatabase("app");
        MongoCollection<Document> notes = database.getCollection("notes");
        var find = notes.find();
        var aggregate = notes.aggregate(List.of());
        session.close();
        client.server.forgetRequests();

        Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
        uses.put("getDatabase", session::getDatabase);
        uses.put("getDatabase by name", () -> session.getDatabase("other"));
        uses.put("listDatabases", session::listDatabases);
        uses.put("listDatabaseNames", session::listDatabaseNames);
        uses.put("ping", session::ping);
        uses.put("copy", session::copy);
        uses.put("refresh", session::refresh);
        uses.put("mode", session::mode);
        uses.put("setMode", () -> session.setMode(Mode.STRONG));
        uses.put("readConcern", session::readConcern);
        uses.put("setReadConcern", () -> session.setReadConcern(ReadConcern.MAJORITY));
        uses.put("writeConcern", session::writeConcern);
        uses.put("setWriteConcern", () -> session.setWriteConcern(WriteConcern.W1));
        uses.put("getCollection", () -> database.getCollection("notes"));
        uses.put("getCollection of a class", () -> database.getCollection("notes", Document.class));
        uses.put("runCommand", () -> database.runCommand(doc("{ping: 1}")));
        uses.put("listCollections", database::listCollections);
        uses.put("listCollectionNames", database::listCollectionNames);
        uses.put("createCollection", () -> database.createCollection("c"));
        uses.put("database aggregate", () -> database.aggregate(List.of()));
        uses.put("database drop", database::drop);
        uses.put("insertOne", () -> notes.insertOne(doc("{}")));
        uses.put("insertMany", () -> notes.insertMany(List.of(doc("{}"))));
        uses.put("find", notes::find);
        uses.put("find made before", find::first);
        uses.put("aggregate", () -> notes.aggregate(List.of()));
        uses.put("aggregate made before", aggregate::toList);
        uses.put("countDocuments", () -> notes.countDocuments(doc("{}")));
        uses.put("estimatedDocumentCount", notes::estimatedDocumentCount);
        uses.put("distinct", () -> notes.distinct("a", doc("{}"), String.class));
        uses.put("updateOne", () -> notes.updateOne(doc("{}"), doc("{$set: {a: 1}}")));
        uses.put("updateMany", () -> notes.updateMany(doc("{}"), doc("{$set: {a: 1}}")));
        uses.put("replaceOne", () -> notes.replaceOne(doc("{}"), doc("{a: 1}")));
        uses.put("deleteOne", () -> notes.deleteOne(doc("{}")));
        uses.put("deleteMany", () -> notes.deleteMany(doc("{}")));
        uses.put("findOneAndDelete", () -> notes.findOneAndDelete(doc("{}")));
        uses.put("findOneAndReplace", () -> notes.findOneAndReplace(doc("{}"), doc("{}")));
        uses.put("findOneAndUpdate", () -> notes.findOneAndUpdate(doc("{}"), doc("{$set: {a: 1}}")));
        uses.put("drop", notes::drop);

        String text = "session is closed: thread '" + Thread.currentThread().getName() + "' closed it; open a new one";
        return uses.entrySet().stream()
                .map(use -> DynamicTest.dynamicTest(
                        use.getKey(),
                        () -> assertThatThrownBy(use.getValue())
                                .isInstanceOf(MongoClosedException.class)
                                .hasMessage(text)))
                .toList();
    }

    @Test
    @DisplayName("M23 closing twice is closing once")
    void closingTwiceIsClosingOnce() {
        MongoSession session = client.factory.openSession();
        assertThat(client.factory.statistics().sessionsOpen()).isEqualTo(2);

        session.close();
        session.close();

        assertThat(session.isClosed()).isTrue();
        assertThat(session).hasToString("session on app in mode STRONG, closed");
        assertThat(client.factory.statistics().sessionsOpen()).isEqualTo(1);
        client.assertStillWorks();
    }

    @Test
    @DisplayName("M21 M35 a copy has the settings and a life of its own")
    void aCopyHasTheSettingsAndALifeOfItsOwn() {
        MongoSession original = client.factory.openSession();
        original.setMode(Mode.NEAREST);
        original.setReadConcern(ReadConcern.MAJORITY);
        original.setWriteConcern(WriteConcern.MAJORITY);

        MongoSession copy = original.copy();
        original.setMode(Mode.SECONDARY);
        original.close();

        assertThat(copy.mode()).isEqualTo(Mode.NEAREST);
        assertThat(copy.readConcern()).isEqualTo(ReadConcern.MAJORITY);
        assertThat(copy.writeConcern()).isEqualTo(WriteConcern.MAJORITY);
        assertThat(copy.ping()).isPositive();
        copy.close();
    }

    @Test
    void concernsReachTheWireFromTheNextOperationOn() {
        client.notes().find().first();
        client.session.setReadConcern(new ReadConcern("local"));
        client.session.setWriteConcern(new WriteConcern("1", true, Duration.ofMillis(250)));

        client.notes().find().first();
        client.notes().insertOne(doc("{_id: 1}"));

        assertThat(client.server.requests("find").get(0).command()).doesNotContainKey("readConcern");
        assertThat(client.sent("find"))
                .containsEntry("readConcern", doc("{level: 'local'}").toBsonDocument());
        assertThat(client.sent("insert").toJson())
                .contains("\"writeConcern\": {\"w\": 1, \"j\": true, \"wtimeout\": 250}")
                .doesNotContain("readConcern");
    }

    @Test
    @DisplayName("M35 M50 M53 configured concerns and mode are those of new sessions")
    void configuredConcernsAndModeAreThoseOfNewSessions() throws Exception {
        try (ClientFixture configured =
                ClientFixture.open("readPreference=nearest&readConcernLevel=local&w=1&journal=false&wtimeoutMS=5")) {
            assertThat(configured.session.mode()).isEqualTo(Mode.NEAREST);
            assertThat(configured.session.readConcern()).isEqualTo(new ReadConcern("local"));
            assertThat(configured.session.writeConcern()).isEqualTo(new WriteConcern("1", false, Duration.ofMillis(5)));
        }
    }

    @Test
    void theModeReachesAMemberOfAReplicaSet() throws Exception {
        Script member = Script.expecting("hello").reply(MEMBER);
        for (int i = 0; i < 3; i++) {
            member = member.expect("find").reply(FOUND);
        }
        try (BrokenClient set = BrokenClient.dial("", member.expectEnd())) {
            set.notes().find().first();
            set.session.setMode(Mode.SECONDARY_PREFERRED);
            set.notes().find().first();
            set.session.setMode(Mode.EVENTUAL);
            set.notes().find().first();

            assertThat(preferences(set)).containsExactly("primaryPreferred", "secondaryPreferred", "nearest");
            set.assertDone();
        }
    }

    @Test
    void aMonotonicSessionStaysWithThePrimaryOnceItHasWrittenUntilItIsRefreshed() throws Exception {
        Script member = Script.expecting("hello")
                .reply(MEMBER)
                .expect("find")
                .reply(FOUND)
                .expect("insert")
                .reply("{ok: 1, n: 1}")
                .expect("find")
                .reply(FOUND)
                .expect("find")
                .reply(FOUND)
                .expectEnd();
        try (BrokenClient set = BrokenClient.dial("readPreference=monotonic", member)) {
            set.notes().find().first();
            set.notes().insertOne(doc("{_id: 1}"));
            set.notes().find().first();
            set.session.refresh();
            set.notes().find().first();

            assertThat(preferences(set))
                    .containsExactly("secondaryPreferred", "primaryPreferred", "secondaryPreferred");
            set.assertDone();
        }
    }

    @Test
    void aWriteWhoseOutcomeIsUnknownBindsAMonotonicSessionTooButNotItsCopy() throws Exception {
        try (BrokenClient set = BrokenClient.dial(
                "readPreference=monotonic&retryWrites=false", // a second attempt would tell the outcome
                Script.expecting("hello").reply(MEMBER).expect("insert").close(),
                Script.monitored(),
                Script.expecting("hello")
                        .reply(MEMBER)
                        .expect("find")
                        .reply(FOUND)
                        .expect("find")
                        .reply(FOUND)
                        .expectEnd())) {
            assertThatThrownBy(() -> set.notes().insertOne(doc("{_id: 1}"))).hasMessageContaining("insert");
            set.notes().find().first();
            MongoSession copy = set.session.copy();
            copy.getDatabase().getCollection("notes").find().first();
            copy.close();

            assertThat(preferences(set)).containsExactly("primaryPreferred", "secondaryPreferred");
            set.assertDone();
        }
    }

    private static List<String> preferences(BrokenClient client) {
        return client.server.received().stream()
                .filter(request -> request.commandName().equals("find"))
                .map(request -> request.body().get("$readPreference"))
                .map(preference -> preference instanceof Map<?, ?> map ? String.valueOf(map.get("mode")) : "null")
                .toList();
    }

    @Test
    void nullSettingsAreRefusedByName() {
        assertThatThrownBy(() -> client.session.setMode(nothing())).hasMessage("mode");
        assertThatThrownBy(() -> client.session.setReadConcern(nothing())).hasMessage("readConcern");
        assertThatThrownBy(() -> client.session.setWriteConcern(nothing())).hasMessage("writeConcern");
        assertThatCode(() -> client.session.setMode(Mode.STRONG)).doesNotThrowAnyException();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks would pass
    private static <T> T nothing() {
        return null;
    }
}
