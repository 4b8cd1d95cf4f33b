package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Ping;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in the log of a client, line by line. */
@Timeout(300)
class LogLinesTest {
    private static final int DOTS = 3;

    private final EmbeddedServer server = EmbeddedServer.start();
    private final CapturedLog commands = CapturedLog.of(CommandLog.LOGGER, Level.FINE);
    private final CapturedLog topology = CapturedLog.of(TopologyLog.LOGGER, Level.FINE);

    @AfterEach
    void releaseAll() {
        server.close();
        commands.close();
        topology.close();
    }

    private void run(String options, Document... all) {
        try (MongoSessionFactory factory = Mooring.dial(server.uri() + "?" + options);
                MongoSession session = factory.openSession()) {
            for (Document command : all) {
                var unused = catchThrowable(() -> session.getDatabase("app").runCommand(command));
            }
        }
    }

    private static Document doc(String json) {
        return Document.parse(json);
    }

    private LogLine line(String message, String commandName) {
        return commands.structured().stream()
                .filter(line -> line.message().equals(message))
                .filter(line -> commandName.equals(line.data().get("commandName")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCommandHasTwoLinesWithTheNamesOfTheSpecification() {
        run("", doc("{ping: 1}"));

        assertThat(commands.structured()).hasSize(2);
        Map<String, Object> started = line("Command started", "ping").data();
        Map<String, Object> succeeded = line("Command succeeded", "ping").data();
        assertThat(started)
                .contains(
                        entry("commandName", "ping"),
                        entry("databaseName", "app"),
                        entry("requestId", 1L),
                        entry("operationId", 1L),
                        entry("driverConnectionId", 1L),
                        entry("serverHost", "127.0.0.1"),
                        entry("serverPort", server.port()),
                        entry("command", "{\"ping\": 1, \"$db\": \"app\"}"))
                .containsKey("serverConnectionId")
                .doesNotContainKey("serviceId");
        assertThat(succeeded).containsKeys("durationMS", "reply").containsEntry("requestId", 1L);
        assertThat(commands.texts().get(0))
                .startsWith("Command started: commandName=ping, databaseName=app, requestId=1, operationId=1,")
                .endsWith("command={\"ping\": 1, \"$db\": \"app\"}");
        assertThat(commands.levels()).containsOnly(Level.FINE);
    }

    @Test
    void aCommandThatFailsHasALineWithTheErrorAndTheReply() {
        run("maxLogDocumentLength=10", doc("{noSuchCommand: 1}"));

        assertThat(line("Command failed", "noSuchCommand").data())
                .containsKeys("durationMS", "failure")
                .hasEntrySatisfying("reply", reply -> assertThat((String) reply).hasSize(10 + DOTS));
    }

    @Test
    void commandsAndRepliesAreCutAtAThousandCharacters() {
        List<Document> documents = Collections.nCopies(100, doc("{x: 'y'}"));
        try (MongoSessionFactory factory = Mooring.dial(server.uri());
                MongoSession session = factory.openSession()) {
            var notes = session.getDatabase("app").getCollection("notes");
            notes.insertMany(documents.stream().map(Document::new).toList());
            assertThat(notes.find().toList()).hasSize(100);
        }

        assertThat((String) line("Command started", "insert").data().get("command"))
                .hasSize(LogOptions.DEFAULT_MAX_DOCUMENT_LENGTH + DOTS)
                .endsWith("...");
        assertThat((String) line("Command succeeded", "insert").data().get("reply"))
                .hasSizeLessThanOrEqualTo(LogOptions.DEFAULT_MAX_DOCUMENT_LENGTH + DOTS);
        assertThat((String) line("Command succeeded", "find").data().get("reply"))
                .hasSize(LogOptions.DEFAULT_MAX_DOCUMENT_LENGTH + DOTS);
    }

    @Test
    void commandsAndRepliesAreCutWhereTheOptionSays() {
        run("maxLogDocumentLength=5", doc("{hello: true}"));

        assertThat((String) line("Command started", "hello").data().get("command"))
                .isEqualTo("{\"hel...");
        assertThat((String) line("Command succeeded", "hello").data().get("reply"))
                .hasSize(5 + DOTS);
    }

    @Test
    void aCommandWithASecretShowsNothingOfIt() {
        run("", doc("{createUser: 'bob', pwd: 's3ntinel', roles: []}"), doc("{saslStart: 1, payload: 's3ntinel'}"));

        assertThat(line("Command started", "createUser").data()).containsEntry("command", "{}");
        assertThat(String.join("", commands.texts())).contains("saslStart").doesNotContain("s3ntinel");
    }

    @Test
    void neitherHandshakesNorHeartbeatsAreCommands() {
        run("", doc("{ping: 1}"));

        assertThat(commands.structured().stream().map(line -> line.data().get("commandName")))
                .containsOnly("ping");
    }

    @Test
    void whoeverTurnsLinesOnLaterGetsThem() {
        commands.level(Level.INFO);
        CommandNews news = new CommandNews(null, new DocumentText(100), Clock.system());
        Ping ping = new Ping();
        assertThat(news.heard(ping, Identity.anonymous())).isSameAs(ping);

        commands.level(Level.FINE);
        news.lookAtLevel();
        assertThat(news.heard(ping, Identity.anonymous())).isNotSameAs(ping);

        commands.level(Level.INFO);
        news.lookAtLevel();
        assertThat(news.heard(ping, Identity.anonymous())).isSameAs(ping);
    }

    @Test
    void theServersOfAClientHaveLinesFromTheStartToTheEnd() {
        run("", doc("{ping: 1}"));

        List<LogLine> lines = topology.structured();
        assertThat(lines.stream().map(LogLine::message).filter(message -> !message.startsWith("Server heartbeat")))
                .containsExactly(
                        "Starting topology monitoring",
                        "Topology description changed",
                        "Starting server monitoring",
                        "Topology description changed",
                        "Stopped server monitoring",
                        "Topology description changed",
                        "Stopped topology monitoring");
        assertThat(lines).allMatch(line -> line.data().get("topologyId") instanceof Long);
        assertThat(line("Topology description changed", 1))
                .containsKey("previousDescription")
                .hasEntrySatisfying(
                        "newDescription",
                        text -> assertThat((String) text)
                                .startsWith("{type=SINGLE, servers=[{address=127.0.0.1:" + server.port()
                                        + ", type=STANDALONE, roundTripTime="));
        assertThat(line("Starting server monitoring", 0))
                .contains(entry("serverHost", "127.0.0.1"), entry("serverPort", server.port()));
        assertThat(line("Server heartbeat started", 0))
                .contains(entry("awaited", false), entry("driverConnectionId", 1L))
                .doesNotContainKey("serverConnectionId");
        assertThat(line("Server heartbeat succeeded", 0))
                .contains(entry("awaited", false), entry("driverConnectionId", 1L))
                .containsKeys("serverConnectionId", "durationMS")
                .hasEntrySatisfying("reply", reply -> assertThat((String) reply).contains("maxWireVersion"));
    }

    private Map<String, Object> line(String message, int index) {
        return topology.structured().stream()
                .filter(line -> line.message().equals(message))
                .skip(index)
                .findFirst()
                .orElseThrow()
                .data();
    }

    @Test
    void aHeartbeatThatFailsHasALineWithTheError() {
        server.close();
        try (MongoSessionFactory factory = Mooring.dial(server.uri())) {
            Eventually.isTrue(
                    "a heartbeat failed",
                    () -> topology.structured().stream()
                            .anyMatch(line -> line.message().equals("Server heartbeat failed")));
            ClientFixture.assertSettled(factory);
        }

        assertThat(line("Server heartbeat failed", 0))
                .containsKeys("durationMS", "driverConnectionId")
                .hasEntrySatisfying(
                        "failure", failure -> assertThat((String) failure).contains("refused"));
    }

    @ParameterizedTest
    @CsvSource({"0,...", "1,a...", "2,a...", "3,a😀...", "4,a😀b", "100,a😀b"})
    void aCharacterIsNotCutInTwo(int length, String text) {
        assertThat(new DocumentText(length).cut("a😀b")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0,...", "2,{\"...", "8,'{\"x\": \"ä...'", "11,'{\"x\": \"äöü\"...'", "12,'{\"x\": \"äöü\"}'"})
    void charactersAreCountedAndNotBytes(int length, String text) {
        assertThat(new DocumentText(length).of(BsonDocument.parse("{x: 'äöü'}")))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"null,1000", "5,5", "' 70 ',70", "0,0", "-1,1000", "'',1000", "many,1000", "99999999999,1000"},
            nullValues = "null")
    void theEnvironmentMaySayTheLengthAndIsNeverAnError(String value, int length) {
        assertThat(LogOptions.ofEnvironment(value)).isEqualTo(length);
    }

    @Test
    void anErrorOfSeveralLinesIsOneLineInTheLog() {
        LogLine line =
                new LogLine("Command failed").withError("failure", new IllegalStateException("one\r\n\ttwo\u0007"));

        assertThat(line.data()).containsOnly(entry("failure", "java.lang.IllegalStateException: one two "));
        assertThat(Stream.of(line.toString().split("\n"))).hasSize(1);
    }
}
