package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.event.CommandCall;
import io.github.mooring.api.event.CommandEvent;
import io.github.mooring.api.event.CommandFailed;
import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.CommandStarted;
import io.github.mooring.api.event.CommandSucceeded;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Ping;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.time.Clock;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application hears of its commands. */
@Timeout(300)
class CommandNewsTest {
    private final RecordingCommandListener heard = new RecordingCommandListener();
    private final RecordingPoolListener pools = new RecordingPoolListener();
    private final EmbeddedServer server = EmbeddedServer.start();

    @AfterEach
    void endServer() {
        server.close();
    }

    private MongoSessionFactory dial(String uri, CommandListener listener) {
        return Mooring.dial(
                ClientOptions.parse(uri).withCommandListener(listener).withConnectionPoolListener(pools));
    }

    private MongoSessionFactory dial() {
        return dial(server.uri(), heard);
    }

    private static Document doc(String json) {
        return Document.parse(json);
    }

    @Test
    void aCommandIsHeardOfAsItIsSentAndAsItIsAnswered() {
        try (MongoSessionFactory factory = dial();
                MongoSession session = factory.openSession()) {
            session.getDatabase("app").getCollection("notes").insertMany(List.of(doc("{_id: 1}"), doc("{_id: 2}")));
        }

        assertThat(heard.events()).hasSize(2);
        CommandStarted started = (CommandStarted) heard.events().get(0);
        CommandSucceeded succeeded = (CommandSucceeded) heard.events().get(1);
        CommandCall call = started.call();
        assertThat(call)
                .isEqualTo(new CommandCall(
                        1,
                        1L,
                        ClientOptions.parse(server.uri()).server(),
                        null,
                        1,
                        call.serverConnectionId(),
                        null,
                        "app",
                        "insert"));
        assertThat(call.serverConnectionId()).isPositive();
        assertThat(started.command())
                .isInstanceOf(RawBsonDocument.class)
                .containsEntry(
                        "documents",
                        BsonDocument.parse("{a: [{_id: 1}, {_id: 2}]}").get("a"))
                .containsKeys("insert", "ordered", "$db");
        assertThat(succeeded.call()).isEqualTo(call);
        assertThat(succeeded.duration()).isPositive();
        assertThat(succeeded.reply()).isInstanceOf(RawBsonDocument.class);
        assertThat(succeeded.reply().getInt32("n").getValue()).isEqualTo(2);
        assertThat(pools.events())
                .as("the same number")
                .anyMatch(event -> event.toString().contains("connectionId=1"));
    }

    @Test
    void whatTheServerRefusesIsHeardOfAsTheExceptionOfTheCaller() {
        Throwable thrown;
        try (MongoSessionFactory factory = dial();
                MongoSession session = factory.openSession()) {
            thrown = catchThrowable(() -> session.getDatabase("app").runCommand(doc("{noSuchCommand: 1}")));
        }

        assertThat(thrown).isInstanceOf(MongoCommandException.class);
        assertThat(heard.events("noSuchCommand")).hasSize(2);
        assertThat(heard.of(CommandFailed.class, "noSuchCommand").get(0).failure())
                .isSameAs(thrown);
    }

    @Test
    void aWriteOfWhichAStatementIsRefusedHasSucceededAsACommand() {
        try (MongoSessionFactory factory = dial();
                MongoSession session = factory.openSession()) {
            var notes = session.getDatabase("app").getCollection("notes");
            notes.insertOne(doc("{_id: 1}"));
            assertThatThrownBy(() -> notes.insertOne(doc("{_id: 1}"))).isInstanceOf(MongoException.class);
        }

        assertThat(heard.of(CommandSucceeded.class, "insert")).hasSize(2);
        assertThat(heard.of(CommandFailed.class, "insert")).isEmpty();
        assertThat(heard.of(CommandSucceeded.class, "insert").get(1).reply()).containsKey("writeErrors");
    }

    @Test
    void whatTheServerDoesNotAnswerSucceedsWhenItIsSent() {
        try (MongoSessionFactory factory = dial(server.uri() + "?w=0", heard);
                MongoSession session = factory.openSession()) {
            session.getDatabase("app").getCollection("notes").insertOne(doc("{_id: 1}"));
        }

        assertThat(heard.of(CommandStarted.class, "insert").get(0).command())
                .containsEntry("writeConcern", BsonDocument.parse("{w: 0}"));
        assertThat(heard.of(CommandSucceeded.class, "insert").get(0).reply()).isEqualTo(BsonDocument.parse("{ok: 1}"));
    }

    @Test
    void whatCannotBeEncodedIsNotHeardOf() {
        try (MongoSessionFactory factory = dial();
                MongoSession session = factory.openSession()) {
            Document unknown = new Document("value", new Object());
            assertThatThrownBy(() ->
                            session.getDatabase("app").getCollection("notes").insertOne(unknown))
                    .isInstanceOf(MongoException.class);
        }

        assertThat(heard.events("insert")).isEmpty();
    }

    @Test
    void theCommandsOfOneInsertAreOneOperation() {
        String text = "x".repeat(1_000_000);
        List<Document> documents = IntStream.range(0, 60)
                .mapToObj(i -> new Document("_id", i).append("text", text))
                .toList();
        try (MongoSessionFactory factory = dial();
                MongoSession session = factory.openSession()) {
            session.ping();
            session.getDatabase("app").getCollection("notes").insertMany(documents);
        }

        List<CommandStarted> started = heard.of(CommandStarted.class, "insert");
        assertThat(started).hasSizeGreaterThan(1);
        assertThat(started.stream().map(event -> event.call().operationId()).distinct())
                .containsExactly(2L);
        assertThat(started.stream().map(event -> event.call().requestId())).doesNotHaveDuplicates();
        assertThat(started.stream()
                        .mapToInt(event -> event.command().getArray("documents").size())
                        .sum())
                .isEqualTo(60);
    }

    @Test
    void aSecondAttemptIsAnotherCommandOfTheSameOperation() {
        try (Lab lab = Lab.start(1);
                MongoSessionFactory factory = dial(lab.uri(), heard);
                MongoSession session = factory.openSession()) {
            session.getDatabase("admin")
                    .runCommand(doc("{configureFailPoint: 'failCommand', mode: {times: 1},"
                            + " data: {failCommands: ['insert'], closeConnection: true}}"));
            session.getDatabase("app").getCollection("notes").insertOne(doc("{_id: 1}"));
        }

        List<CommandEvent> insert = heard.events("insert");
        assertThat(insert)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("CommandStarted", "CommandFailed", "CommandStarted", "CommandSucceeded");
        assertThat(((CommandFailed) insert.get(1)).failure()).isInstanceOf(MongoSocketException.class);
        assertThat(insert.get(0).call().operationId())
                .isEqualTo(insert.get(2).call().operationId());
        assertThat(insert.get(0).call().requestId())
                .isNotEqualTo(insert.get(2).call().requestId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{createUser: 's3ntinel', pwd: 's3ntinel', roles: []}",
                "{updateUser: 'bob', pwd: 's3ntinel'}",
                "{saslStart: 1, mechanism: 's3ntinel', payload: 's3ntinel'}",
                "{SASLSTART: 1, mechanism: 's3ntinel', payload: 's3ntinel'}",
                "{saslContinue: 1, conversationId: 1, payload: 's3ntinel'}",
                "{authenticate: 1, user: 's3ntinel'}",
                "{getnonce: 1, comment: 's3ntinel'}",
                "{copydb: 1, key: 's3ntinel'}",
                "{copydbgetnonce: 1, key: 's3ntinel'}",
                "{copydbsaslstart: 1, key: 's3ntinel'}",
                "{hello: 1, speculativeAuthenticate: {saslStart: 1, payload: 's3ntinel'}}",
                "{isMaster: 1, speculativeAuthenticate: {saslStart: 1, payload: 's3ntinel'}}",
                "{ismaster: 1, speculativeAuthenticate: {saslStart: 1, payload: 's3ntinel'}}"
            })
    void ofACommandWithASecretNothingIsHeardButThatItRan(String command) {
        Document secret = doc(command);
        String name = secret.keySet().iterator().next();
        try (MongoSessionFactory factory = dial();
                MongoSession session = factory.openSession()) {
            var unused = catchThrowable(() -> session.getDatabase("admin").runCommand(secret));
        }

        assertThat(heard.events(name)).hasSize(2);
        assertThat(((CommandStarted) heard.events(name).get(0)).command()).isEmpty();
        CommandEvent end = heard.events(name).get(1);
        if (end instanceof CommandSucceeded succeeded) {
            assertThat(succeeded.reply()).isEmpty();
        } else {
            assertThat(((CommandFailed) end).failure()).isInstanceOfSatisfying(MongoCommandException.class, failure -> {
                assertThat(failure.code()).isPositive();
                assertThat(failure.response()).isEqualTo("{}");
                assertThat(failure).hasMessageContaining("is not shown");
            });
        }
        assertThat(heard.events().toString()).doesNotContain("s3ntinel");
    }

    private static EmbeddedServer guarded() {
        return EmbeddedServer.builder()
                .requireAuthentication()
                .user("ann", "s3ntinel", "admin", new Grant(Role.READ_WRITE, "test"))
                .start();
    }

    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-256,saslContinue", "SCRAM-SHA-1,saslContinue", ",saslContinue"})
    void whatProvesAUserIsHeardOfWithoutItsSecretsAndTheFirstQuestionIsNot(@Nullable String mechanism, String last) {
        try (EmbeddedServer guarded = guarded();
                MongoSessionFactory factory = dial(
                        "mongodb://ann:s3ntinel@127.0.0.1:" + guarded.port()
                                + (mechanism == null ? "" : "/?authMechanism=" + mechanism),
                        heard);
                MongoSession session = factory.openSession()) {
            assertThat(session.ping()).isPositive();
        }

        assertThat(heard.events("hello")).isEmpty();
        assertThat(heard.events("isMaster")).isEmpty();
        CommandStarted started = heard.of(CommandStarted.class, last).get(0);
        CommandSucceeded succeeded = heard.of(CommandSucceeded.class, last).get(0);
        assertThat(started.command()).isEmpty();
        assertThat(succeeded.reply()).isEmpty();
        assertThat(succeeded.call()).isEqualTo(started.call());
        assertThat(started.call().user()).isEqualTo("ann@admin");
        assertThat(started.call().databaseName()).isEqualTo("admin");
        assertThat(started.call().operationId()).isNull();
        assertThat(started.call().serverConnectionId()).isPositive();
        assertThat(heard.events().toString()).doesNotContain("s3ntinel");
    }

    @Test
    void aUserWhoIsRefusedIsHeardOfByTheServersCode() {
        try (EmbeddedServer guarded = guarded();
                MongoSessionFactory factory = dial("mongodb://ann:wrong@127.0.0.1:" + guarded.port(), heard);
                MongoSession session = factory.openSession()) {
            assertThatThrownBy(session::ping).isInstanceOf(MongoSecurityException.class);
        }

        assertThat(heard.events()).last().isInstanceOfSatisfying(CommandFailed.class, failed -> {
            assertThat(failed.call().commandName()).startsWith("sasl");
            assertThat(failed.failure())
                    .isInstanceOf(MongoCommandException.class)
                    .hasMessageContaining("error 18")
                    .hasMessageEndingWith("what the server says is not shown");
        });
    }

    @Test
    void aGreetingWithoutASecretIsShown() {
        try (MongoSessionFactory factory = dial();
                MongoSession session = factory.openSession()) {
            session.getDatabase("admin").runCommand(doc("{hello: 1}"));
        }

        assertThat(heard.of(CommandStarted.class, "hello").get(0).command()).containsKey("hello");
        assertThat(heard.of(CommandSucceeded.class, "hello").get(0).reply()).containsKey("maxWireVersion");
    }

    @Test
    void aListenerThatThrowsIsLoggedOnceForEachKindOfEventAndHarmsNobody() {
        CommandListener broken = new CommandListener() {
            @Override
            public void commandStarted(CommandStarted event) {
                throw new IllegalStateException("by the application");
            }

            @Override
            public void commandSucceeded(CommandSucceeded event) {
                throw new AssertionError("by the application");
            }
        };
        try (CapturedLog log = CapturedLog.of(CommandNews.class.getName(), Level.ALL);
                MongoSessionFactory factory = dial(server.uri(), broken);
                MongoSession session = factory.openSession()) {
            assertThat(session.ping()).isPositive();
            assertThat(session.ping()).isPositive();
            ClientFixture.assertSettled(factory);

            assertThat(log.lines())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("failed at CommandStarted of ping"))
                    .anyMatch(line -> line.contains("failed at CommandSucceeded of ping"));
        }
    }

    @Test
    void whereNobodyListensCommandsGoTheirWay() {
        Ping ping = new Ping();

        assertThat(new CommandNews(null, new DocumentText(100), Clock.system()).heard(ping, Identity.anonymous()))
                .isSameAs(ping);
        assertThat(new CommandNews(heard, new DocumentText(100), Clock.system()).heard(ping, Identity.anonymous()))
                .isNotSameAs(ping);
    }
}
