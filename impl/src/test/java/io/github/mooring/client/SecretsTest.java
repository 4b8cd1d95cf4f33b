package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords and other secrets stand in no text that anybody could read. */
class SecretsTest {
    private static final String SECRET = "s3ntinel";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://alice:s3ntinel",
                "mongodb://alice:s3ntinel/db",
                "mongodb://alice:s3ntinel?w=1",
                "mongodb://alice:s3ntinel@",
                "mongodb://alice:s3ntinel@h:x",
                "mongodb://alice:s3ntinel@a,b",
                "mongodb://alice:s3ntinel@h/?maxPolSize=1",
                "mongodb://alice:s3ntinel@h/?maxPoolSize=-1",
                "mongodb://alice:s3ntinel@h/?authMechanism=PLAIN",
                "mongodb://alice:s3ntinel@h/a.b",
                "mongodb://:s3ntinel@h",
                "mongodb://alice:x:s3ntinel@h",
                "mongodb://alice:x@s3ntinel@h",
                "mongodb://alice:s3ntinel@x@h",
                "mongodb://alice:12/s3ntinel@h/db",
                "mongodb://alice:12/x/s3ntinel@h/db",
                "mongodb://alice:12?s3ntinel@h/db",
                "mongodb://alice:12?w=s3ntinel@h/db",
                "mongodb://alice:12?s3ntinel=x@h/db",
                "mongodb://alice:x@y?s3ntinel&z@h/db",
                "mongodb://alice:x@y?s3ntinel=z@h/db",
                "mongodb://alice:x@y?maxPoolSize=s3ntinel@h/db",
                "mongodb://alice:%s3ntinel@h",
                "mongodb://alice:s3ntinel%C3@h",
                "mongodb://alice:s3ntinel#@h",
                "mongodb+srv://alice:s3ntinel@h",
                "mongo://alice:s3ntinel@h",
                "alice:s3ntinel@h",
                "mongodb://h/?proxyPassword=s3ntinel",
                "mongodb://h/?tlsCertificateKeyFilePassword=s3ntinel",
                "mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:s3ntinel",
                "mongodb://u:p@h/?authMechanism=MONGODB-AWS&authMechanismProperties=AWS_SESSION_TOKEN:s3ntinel",
                "mongodb://u:p@h/?authMechanism=MONGODB-AWS&authMechanismProperties=AWS_SESSION_TOKEN:a,s3ntinel:b",
                "mongodb://u:p@h/?authMechanism=MONGODB-AWS&authMechanismProperties=AWS_SESSION_TOKEN:a,s3ntinel",
                "mongodb://u:p@h/?authMechanism=MONGODB-AWS&authMechanismProperties=s3ntinel",
                "mongodb://h/?proxyHost=a&proxyUsername=u&proxyPassword=s3ntinel",
                "mongodb://h/?proxyHost=a&proxyUsername=u&proxyPassword=s3ntinel&proxyPassword=b",
                "mongodb://h/?tls=true&tlsCertificateKeyFilePassword=s3ntinel&tlsCertificateKeyFilePassword=b",
                "mongodb://alice:x@y?maxPoolSize=s3ntinel&replicaSet=z@h/db",
                "mongodb://alice:x@y?maxPoolSize=5&minPoolSize=s3ntinel&replicaSet=z@h",
                "mongodb://alice:x@y?readPreference=s3ntinel&w=z@h",
                "mongodb://alice:x@y?readPreferenceTags=s3ntinel&w=z@h",
                "mongodb://alice:x@y?safe=s3ntinel&w=z@h",
                "mongodb://alice:x@y?connect=s3ntinel&w=z@h",
                "mongodb://alice:x@y?w=1&w=s3ntinel&replicaSet=z@h",
                "mongodb://alice:x@y?compressors=s3ntinel&replicaSet=z@h",
                "mongodb://alice:x@y?serverSelectionTryOnce=s3ntinel&replicaSet=z@h",
                "mongodb://alice:x@y?replicaSet=s3ntinel%zz&appName=z@h",
            })
    void noTextShowsASecretOrAPieceOfIt(String uri) {
        for (boolean strict : new boolean[] {true, false}) {
            try (CapturedLog log = CapturedLog.of(ClientOptions.class.getName(), Level.ALL)) {
                assertThat(told(uri, strict)).isNotEmpty().doesNotContain(SECRET);
                assertThat(String.join("", log.lines())).doesNotContain(SECRET);
            }
        }
    }

    /** Everything that can be read of it: the error, or the options with their warnings and what is in their way. */
    private static String told(String uri, boolean strict) {
        try {
            ClientOptions options = ClientOptions.from(
                    Map.of(Option.CONNECTION_URL, uri, Option.STRICT_OPTIONS, String.valueOf(strict)));
            return options.toString() + options.warnings() + options.signOn() + options.identity();
        } catch (MongoConfigurationException e) {
            return stackTrace(e);
        }
    }

    @Test
    void aPasswordOfDigitsWithoutAHostIsNotShownAsAPort() {
        assertThat(told("mongodb://alice:739205", false))
                .contains("out of range")
                .doesNotContain("739205");
    }

    @Test
    void noContradictionShowsASecret() {
        MongoConfigurationException error = catchThrowableOfType(
                MongoConfigurationException.class,
                () -> ClientOptions.from(
                        Map.of(Option.CONNECTION_URL, "mongodb://alice:s3ntinel@h", Option.PASSWORD, "s3ntinel2")));

        assertThat(stackTrace(error)).contains("<hidden>").doesNotContain(SECRET);
    }

    @Test
    void nothingPrintsThePassword() {
        String uri = "mongodb://alice:s3ntinel@h:27018/db?authMechanism=SCRAM-SHA-1";
        ClientOptions options = ClientOptions.parse(uri);

        assertThat(options.toString())
                .contains("alice", "SCRAM-SHA-1", "<hidden>")
                .doesNotContain(SECRET);
        assertThat(ConnectionString.parse(uri)).hasToString("mongodb://alice:<hidden>@h:27018/db");
    }

    @Test
    void noEventAndNoLineOfARunningClientShowsASecret() {
        RecordingCommandListener commands = new RecordingCommandListener();
        RecordingTopologyListener servers = new RecordingTopologyListener();
        RecordingPoolListener pools = new RecordingPoolListener();
        try (CapturedLog log = CapturedLog.of("io.github.mooring", Level.ALL);
                EmbeddedServer server = EmbeddedServer.builder()
                        .requireAuthentication()
                        .user("alice", SECRET, "admin", new Grant(Role.READ_WRITE, "test"))
                        .start()) {
            ClientOptions options = ClientOptions.parse("mongodb://alice:" + SECRET + "@127.0.0.1:" + server.port())
                    .withCommandListener(commands)
                    .withTopologyListener(servers)
                    .withConnectionPoolListener(pools);
            try (MongoSessionFactory factory = Mooring.dial(options);
                    MongoSession session = factory.openSession()) {
                assertThat(session.ping()).isPositive();
                for (String command : List.of("{createUser: 'bob', pwd: '%s'}", "{saslStart: 1, payload: '%s'}")) {
                    var unused = catchThrowable(
                            () -> session.getDatabase("admin").runCommand(Document.parse(command.formatted(SECRET))));
                }
            }

            assertThat(log.structured().stream().map(LogLine::message))
                    .contains("Command started", "Connection ready", "Server heartbeat succeeded");
            assertThat(commands.events("createUser")).hasSize(2);
            assertThat(String.join("\n", log.texts())).contains("createUser").doesNotContain(SECRET);
            assertThat(commands.events() + " " + servers.events() + pools.events())
                    .contains("alice")
                    .doesNotContain(SECRET);
        }
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
