package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.testkit.scripted.Script;
import io.github.mooring.testkit.scripted.ScriptedServer;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A write concern's error that says that the server is going down: what it means depends on how new it is. */
@Timeout(60)
class ConcernErrorTest {
    private static final long KNOWN = 5;
    private static final String DOUBT = "server RS_PRIMARY to UNKNOWN";

    private static final Map<String, String> RESULTS =
            Map.of("insert", "n: 1", "delete", "n: 1", "findAndModify", "value: {_id: 1}");

    private final RecordingTopologyListener news = new RecordingTopologyListener();

    private static String version(long counter) {
        return "topologyVersion: {processId: {$oid: '5f7b2e1d3c4a5b6c7d8e9f00'}, counter: {$numberLong: '" + counter
                + "'}}";
    }

    private static String hello(String address) {
        return Script.HELLO.replace(
                "{ismaster", "{setName: 'rs', hosts: ['" + address + "'], " + version(KNOWN) + ", ismaster");
    }

    private static String goingDown(String command, String version) {
        return "{ok: 1, " + RESULTS.get(command)
                + ", writeConcernError: {code: 91, codeName: 'ShutdownInProgress', errmsg: 'going down'}" + version
                + "}";
    }

    private MongoSessionFactory dial(ScriptedServer server) {
        MongoSessionFactory factory = Mooring.dial(ClientOptions.parse("mongodb://" + server.address()
                        + "/app?replicaSet=rs&serverMonitoringMode=poll&retryWrites=false")
                .withTopologyListener(news));
        Eventually.isTrue(
                "the monitor has heard the server", () -> factory.statistics().pings() > 0);
        return factory;
    }

    private static void write(MongoSession session, String command) {
        MongoCollection<Document> notes = session.getDatabase().getCollection("notes");
        switch (command) {
            case "insert" -> notes.insertOne(new Document("_id", 1));
            case "delete" -> notes.deleteOne(new Document("_id", 1));
            default -> notes.findOneAndDelete(new Document("_id", 1));
        }
    }

    private static void isToldAsItIs(MongoSession session, String command) {
        assertThatExceptionOfType(MongoWriteConcernException.class)
                .isThrownBy(() -> write(session, command))
                .withMessageContaining("91 (ShutdownInProgress)");
    }

    private List<String> doubts() {
        return news.changes().stream().filter(DOUBT::equals).toList();
    }

    @ParameterizedTest
    @CsvSource({"insert, 4", "insert, 5", "delete, 5", "findAndModify, 5"})
    void oneThatIsNoNewsDoesNothing(String command, long counter) throws Exception {
        Script pooled = Script.expecting("hello")
                .reply(ConcernErrorTest::hello)
                .expect(command)
                .reply(goingDown(command, ", " + version(counter)))
                .expect("ping") // over the same connection: nothing was cleared
                .reply("{ok: 1}");
        try (ScriptedServer server = ScriptedServer.start(Script.monitored(ConcernErrorTest::hello), pooled);
                MongoSessionFactory factory = dial(server);
                MongoSession session = factory.openSession()) {
            isToldAsItIs(session, command);

            assertThat(session.ping()).isPositive();
            assertThat(doubts()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"insert, true", "insert, false", "delete, true", "findAndModify, true"})
    void oneThatIsNewsMakesTheServerDoubtful(String command, boolean versioned) throws Exception {
        Script pooled = Script.expecting("hello")
                .reply(ConcernErrorTest::hello)
                .expect(command)
                .reply(goingDown(command, versioned ? ", " + version(KNOWN + 1) : ""))
                .expectEnd(); // it is going down, so its connections are of no more use
        try (ScriptedServer server = ScriptedServer.start(
                        Script.monitored(ConcernErrorTest::hello), pooled, Script.monitored(ConcernErrorTest::hello));
                MongoSessionFactory factory = dial(server);
                MongoSession session = factory.openSession()) {
            isToldAsItIs(session, command);

            Eventually.isTrue("the server is doubted", () -> !doubts().isEmpty());
            assertThat(doubts()).hasSize(1);
        }
    }
}
