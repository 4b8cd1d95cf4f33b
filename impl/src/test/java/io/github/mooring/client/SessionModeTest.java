package io.github.mooring.client;

import static io.github.mooring.client.ReplicaMember.preferences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.scripted.Script;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From whom a session reads, as a member of a replica set and a mongos are told. */
@EngineContract
class SessionModeTest {
    private static void find(BrokenClient client) {
        client.notes().find().first();
    }

    private static void insert(BrokenClient client) {
        client.notes().insertOne(new Document());
    }

    @ParameterizedTest
    @CsvSource({
        "STRONG,             null,               null",
        "MONOTONIC,          secondaryPreferred, null",
        "EVENTUAL,           nearest,            nearest",
        "PRIMARY_PREFERRED,  primaryPreferred,   primaryPreferred",
        "SECONDARY_PREFERRED,secondaryPreferred, secondaryPreferred",
        "NEAREST,            nearest,            nearest"
    })
    @DisplayName("M30 M31 M32 M33 each mode reads as it says, before and after a write; the write goes to the primary")
    void eachModeReadsAsItSays(Mode mode, String before, String after) throws Exception {
        try (BrokenClient set = ReplicaMember.dial("", ReplicaMember.answeringOnly("find", "insert", "find"))) {
            set.session.setMode(mode);

            find(set);
            insert(set);
            find(set);

            assertThat(preferences(set, "find")).containsExactly(before, after);
            assertThat(preferences(set, "insert")).containsExactly("null");
            assertThat(set.session.mode()).as("M35").isEqualTo(mode);
            set.assertDone();
        }
    }

    @Test
    @DisplayName(
            "M33 M34 secondary reads from a secondary, whatever the session has done before; the write goes to the primary")
    void secondaryReadsFromSecondaries() {
        try (Lab lab = Lab.start(2);
                MongoSessionFactory factory = Mooring.dial(lab.uri());
                MongoSession session = factory.openSession()) {
            MongoCollection<Document> notes = session.getDatabase("app").getCollection("notes");
            notes.insertOne(new Document("_id", 1));
            session.setMode(Mode.SECONDARY, false);

            assertThat(notes.find().first()).isEqualTo(new Document("_id", 1));

            LabNode primary = lab.primary().orElseThrow();
            LabNode secondary = lab.secondaries().get(0);
            assertThat(primary.server().requests("insert")).hasSize(1);
            assertThat(primary.server().requests("find")).isEmpty();
            assertThat(secondary.server().requests("find"))
                    .extracting(request -> String.valueOf(request.command().get("$readPreference")))
                    .singleElement()
                    .asString()
                    .contains("secondary");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // used in mode, then without refresh in mode, reads from
        "STRONG,   MONOTONIC, null",
        "STRONG,   EVENTUAL,  null",
        "NEAREST,  MONOTONIC, secondaryPreferred",
        "EVENTUAL, MONOTONIC, secondaryPreferred",
        "STRONG,   NEAREST,   nearest",
        "MONOTONIC,STRONG,    null",
    })
    @DisplayName("M34 setMode(mode, false) keeps the session at the primary if it has been there")
    void withoutRefreshTheSessionStaysAtThePrimary(Mode first, Mode then, String preference) throws Exception {
        try (BrokenClient set = ReplicaMember.dial("", ReplicaMember.answeringOnly("find", "find", "find"))) {
            set.session.setMode(first);
            find(set);

            set.session.setMode(then, false);
            find(set);
            assertThat(preferences(set, "find").get(1)).isEqualTo(preference);

            set.session.setMode(then, true);
            find(set);
            assertThat(preferences(set, "find").get(2))
                    .as("with refresh it is as in a new session")
                    .isEqualTo(preferenceOfNewSession(then));
            set.assertDone();
        }
    }

    private static String preferenceOfNewSession(Mode mode) {
        return switch (mode) {
            case STRONG -> "null";
            case MONOTONIC, SECONDARY_PREFERRED -> "secondaryPreferred";
            case EVENTUAL, NEAREST -> "nearest";
            case PRIMARY_PREFERRED -> "primaryPreferred";
            case SECONDARY -> "secondary";
        };
    }

    @Test
    @DisplayName("M32 a write in eventual mode binds the session to nothing")
    void anEventualSessionIsNotBound() throws Exception {
        try (BrokenClient set =
                ReplicaMember.dial("readPreference=eventual", ReplicaMember.answeringOnly("insert", "find", "find"))) {
            insert(set);
            find(set);
            set.session.setMode(Mode.MONOTONIC, false);
            find(set);

            assertThat(preferences(set, "find")).containsExactly("nearest", "secondaryPreferred");
            set.assertDone();
        }
    }

    @Test
    @DisplayName("M34 M31 a monotonic session that has written stays at the primary through setMode(mode, false)")
    void aWriteIsRememberedThroughAChangeOfMode() throws Exception {
        try (BrokenClient set =
                ReplicaMember.dial("readPreference=monotonic", ReplicaMember.answeringOnly("insert", "find", "find"))) {
            insert(set);
            set.session.setMode(Mode.NEAREST, false);
            find(set);
            set.session.setMode(Mode.MONOTONIC, false);
            find(set);

            assertThat(preferences(set, "find")).containsExactly("nearest", "null");
            set.assertDone();
        }
    }

    private static String readPreference(BrokenClient client) {
        var requests = client.server.received();
        Map<?, ?> sent = (Map<?, ?>)
                Objects.requireNonNull(requests.get(requests.size() - 1).body().get("$readPreference"));
        Document document = new Document();
        sent.forEach((name, value) -> document.append(String.valueOf(name), value));
        return document.toJson();
    }

    @Test
    @DisplayName("M36 M39 tag sets reach the wire in their order, and are forgotten when none are given")
    void tagSetsReachTheWireInOrder() throws Exception {
        try (BrokenClient set =
                ReplicaMember.dial("readPreference=nearest", ReplicaMember.answeringOnly("find", "find", "find"))) {
            set.session.selectServers(TagSet.of("dc", "east").and("rack", "1"), TagSet.of("dc", "west"), TagSet.ANY);
            find(set);
            assertThat(readPreference(set))
                    .isEqualTo("{\"mode\": \"nearest\", \"tags\": [{\"dc\": \"east\", \"rack\": \"1\"},"
                            + " {\"dc\": \"west\"}, {}]}");
            assertThat(set.session.selectedServers()).hasSize(3).endsWith(TagSet.ANY);

            MongoSession copy = set.session.copy();
            set.session.selectServers();
            find(set);
            assertThat(readPreference(set)).isEqualTo("{\"mode\": \"nearest\"}");
            copy.getDatabase().getCollection("notes").find().first();
            assertThat(readPreference(set)).contains("east");
            copy.close();
            set.assertDone();
        }
    }

    @Test
    @DisplayName("M36 the tag sets of the connection string are those of new sessions, until they are given others")
    void theTagSetsOfTheConnectionStringAreThoseOfNewSessions() throws Exception {
        try (BrokenClient set = ReplicaMember.dial(
                "readPreference=secondaryPreferred&readPreferenceTags=dc:east,rack:1&readPreferenceTags=",
                ReplicaMember.answeringOnly("find", "count", "find"))) {
            find(set);
            assertThat(readPreference(set))
                    .isEqualTo(
                            "{\"mode\": \"secondaryPreferred\", \"tags\": [{\"dc\": \"east\", \"rack\": \"1\"}, {}]}");
            assertThat(set.session.selectedServers())
                    .containsExactly(TagSet.of("dc", "east").and("rack", "1"), TagSet.ANY);

            set.session.getDatabase().getCollection("notes").estimatedDocumentCount();
            assertThat(readPreference(set)).contains("east");
            set.session.selectServers();
            find(set);
            assertThat(readPreference(set)).isEqualTo("{\"mode\": \"secondaryPreferred\"}");
            try (MongoSession later = set.session.newSession()) {
                assertThat(later.selectedServers()).isEmpty();
            }
            set.assertDone();
        }
    }

    @Test
    @DisplayName("M36 tags are not sent where only the primary may answer")
    void tagsDoNotConcernThePrimary() throws Exception {
        try (BrokenClient set = ReplicaMember.dial("", ReplicaMember.answeringOnly("find", "insert"));
                BrokenClient direct =
                        ReplicaMember.dial("directConnection=true", ReplicaMember.answeringOnly("find"))) {
            set.session.selectServers(TagSet.of("dc", "east"));
            find(set);
            insert(set);
            direct.session.selectServers(TagSet.of("dc", "east"));
            find(direct);

            assertThat(preferences(set, "find")).containsExactly("null");
            assertThat(preferences(set, "insert")).containsExactly("null");
            assertThat(readPreference(direct)).isEqualTo("{\"mode\": \"primaryPreferred\"}");
            set.assertDone();
            direct.assertDone();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"SECONDARY", "MONOTONIC"})
    @DisplayName("M39 a mongos is told the read preference with its tags")
    void aMongosIsToldToo(Mode mode) throws Exception {
        Script mongos = Script.expecting("hello")
                .reply(Script.HELLO.replace("{ismaster", "{msg: 'isdbgrid', ismaster"))
                .expect("find")
                .reply("{ok: 1, cursor: {id: 0, ns: 'app.notes', firstBatch: []}}")
                .expectEnd();
        try (BrokenClient cluster = BrokenClient.dial("", mongos)) {
            cluster.session.setMode(mode);
            cluster.session.selectServers(TagSet.of("dc", "east"));
            find(cluster);

            assertThat(readPreference(cluster))
                    .contains(preferenceOfNewSession(mode))
                    .contains("east");
            cluster.assertDone();
        }
    }

    @Test
    @DisplayName("M38 liveServers() are those that answer their monitor")
    void liveServersAnswer() throws Exception {
        try (ClientFixture client = ClientFixture.open("heartbeatFrequencyMS=500")) {
            ServerAddress server = client.factory.statistics().server();
            Eventually.isTrue("it is known", () -> client.session.liveServers().contains(server));
            assertThat(client.session.liveServers()).containsExactly(server);
        }
        try (var factory = Mooring.dial("mongodb://127.0.0.1:1/app");
                MongoSession session = factory.openSession()) {
            Eventually.isTrue("it was tried", () -> factory.statistics().pingsFailed() > 0);
            assertThat(session.liveServers()).isEmpty();
        }
    }

    @Test
    void nullIsRefusedByName() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            assertThatThrownBy(() -> client.session.setMode(nothing(), false)).hasMessage("mode");
            assertThatThrownBy(() -> client.session.selectServers((TagSet[]) nothing()))
                    .hasMessage("tagSets");
            assertThatThrownBy(() -> client.session.selectServers(TagSet.ANY, nothing()))
                    .isInstanceOf(NullPointerException.class);
            assertThat(Objects.requireNonNull(client.session.selectedServers())).isEmpty();
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks would pass
    private static <T> T nothing() {
        return null;
    }
}
