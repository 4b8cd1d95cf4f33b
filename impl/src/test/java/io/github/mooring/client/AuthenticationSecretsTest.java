package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.api.event.ConnectionPoolEvent;
import io.github.mooring.auth.Credential;
import io.github.mooring.operation.Ping;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.ServerTls;
import io.github.mooring.time.Clock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Secrets are planted, and authentication fails in every way: nothing that anybody can read shows them. */
@Timeout(300)
class AuthenticationSecretsTest {
    private static final String PASSWORD = "s3ntinel-password";
    private static final String TOKEN = "s3ntinel-token";

    private final CertificateAuthority authority = CertificateAuthority.create("test authority");
    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .mechanisms("SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN", "MONGODB-X509")
            .user("ann", "another password", "admin")
            .directoryUser("ann", "another password")
            .tls(ServerTls.with(authority.server()).wantingClientsOf(authority))
            .start();
    private final RecordingPoolListener events = new RecordingPoolListener();
    private final ClientOptions options = ClientOptions.parse(
                    "mongodb://localhost:" + server.port() + "/?tls=true&minPoolSize=0&serverSelectionTimeoutMS=1000")
            .withSslContext(authority.trustingClient())
            .withConnectionPoolListener(events);
    private final Everything log = new Everything();
    private final @Nullable Level levelBefore = root().getLevel();

    @BeforeEach
    void hearEverything() {
        root().addHandler(log);
        root().setLevel(Level.ALL);
    }

    @AfterEach
    void close() {
        root().removeHandler(log);
        root().setLevel(levelBefore);
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> refusedUsers() {
        return Stream.of(
                        user("admin", null),
                        user("admin", "SCRAM-SHA-256"),
                        user("admin", "SCRAM-SHA-1"),
                        user("$external", "PLAIN"),
                        user("$external", "MONGODB-AWS"),
                        user("$external", "MONGODB-OIDC"),
                        user("$external", "MONGODB-X509"),
                        user("$external", "MONGODB-CR"))
                .map(user -> DynamicTest.dynamicTest(String.valueOf(user.mechanism()), () -> assertSilent(user)));
    }

    @Test
    void brokenConnections() {
        for (String command : List.of("hello", "saslStart", "saslContinue")) {
            for (String mechanism : List.of("SCRAM-SHA-256", "PLAIN")) {
                server.clearFailPoint();
                assertSilent(
                        user(mechanism.equals("PLAIN") ? "$external" : "admin", mechanism),
                        () -> server.failCommand(
                                FailCommand.on(command).closeConnection().build()));
            }
        }
    }

    @Test
    void passwordsThatCannotBeUsed() {
        for (String unusable :
                List.of(PASSWORD + "\u0007", PASSWORD + "\uE000", PASSWORD + "\uD800", PASSWORD + "\0")) {
            assertSilent(new Credential("ann", "admin", "SCRAM-SHA-256", unusable.toCharArray()));
            assertSilent(new Credential("ann", "$external", "PLAIN", unusable.toCharArray()));
        }
    }

    @Test
    void secretAtTheBottomOfAnErrorWouldBeNoticed() {
        Exception error = new IllegalStateException("above");
        error.addSuppressed(new IllegalStateException("beside", new IllegalStateException("of " + PASSWORD)));

        assertThatThrownBy(() -> assertHidden(stackTrace(error))).isInstanceOf(AssertionError.class);
    }

    private static Credential user(String source, @Nullable String mechanism) {
        return new Credential(
                "ann", source, mechanism, PASSWORD.toCharArray(), Map.of("AWS_SESSION_TOKEN", TOKEN, "UNKNOWN", TOKEN));
    }

    private void assertSilent(Credential user) {
        assertSilent(user, () -> {});
    }

    /** With trouble that begins once the monitor, which has no user and no secret, has found the server. */
    private void assertSilent(Credential user, Runnable trouble) {
        MongoException error = fail(user, trouble);

        assertThat(error.getMessage()).as("names the user or what is wrong").isNotEmpty();
        assertHidden(stackTrace(error));
        assertHidden(user.toString());
        assertHidden(options.toString());
        assertThat(events.events()).as("events, and it failed with %s", error).isNotEmpty();
        events.events().forEach(event -> assertHidden(text(event)));
        assertThat(log.records).as("what is logged at all").isNotEmpty();
        log.records.forEach(record -> assertHidden(text(record)));
    }

    private MongoException fail(Credential user, Runnable trouble) {
        ManualTaskRunner tasks = new ManualTaskRunner();
        try (Deployment deployment = Deployment.open(options, Clock.system(), tasks, SocketFactory.getDefault())) {
            Eventually.isTrue("the server is known", () -> {
                tasks.run("monitor-localhost:" + server.port());
                return deployment.heartbeat().answered() > 0;
            });
            trouble.run();
            MongoException error = catchThrowableOfType(
                    MongoException.class,
                    () -> deployment.execute(new Ping(), SessionCall.of(user, options.sessionSettings())));
            assertHidden(deployment.sockets() + " " + deployment.heartbeat());
            return error;
        }
    }

    private static void assertHidden(String text) {
        assertThat(text).doesNotContain("s3ntinel");
    }

    private static String text(ConnectionPoolEvent event) {
        return event instanceof ConnectionClosed closed && closed.error() != null
                ? event + stackTrace(closed.error())
                : event.toString();
    }

    private static String text(LogRecord entry) {
        String thrown = entry.getThrown() == null ? "" : stackTrace(entry.getThrown());
        return entry.getMessage() + Arrays.toString(entry.getParameters()) + thrown;
    }

    /** With causes and what was suppressed. */
    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static Logger root() {
        return Logger.getLogger("");
    }

    /** All that any logger of the JVM says. */
    private static final class Everything extends Handler {
        final List<LogRecord> records = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
