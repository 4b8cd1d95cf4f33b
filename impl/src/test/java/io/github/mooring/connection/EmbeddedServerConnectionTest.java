package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.RecordedRequest;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way: dialer, handshake, authentication and commands against a server on the loopback interface. */
@Timeout(300)
class EmbeddedServerConnectionTest {
    private final WriteWatchdog watchdog = new WriteWatchdog();
    private final DaemonTaskRunner runner = new DaemonTaskRunner("test");

    @BeforeEach
    void runTheWatchdog() {
        runner.repeat("write-watchdog", Duration.ofMillis(20), watchdog::runOnce);
    }

    @AfterEach
    void endTheRunner() {
        runner.close();
    }

    @Test
    void firstConnectionAsksInTheOldFormAndLaterOnesInTheNew() {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            ConnectionFactory factory = factory("shop");

            try (Connection first = factory.openForMonitoring(address(server), within(20_000))
                            .connection();
                    Connection second = factory.openForMonitoring(address(server), within(20_000))
                            .connection()) {
                List<RecordedRequest> requests = server.requests();
                assertThat(requests)
                        .extracting(RecordedRequest::commandName, RecordedRequest::opcode)
                        .containsExactly(tuple("isMaster", Frames.OP_QUERY), tuple("hello", Frames.OP_MSG));
                assertThat(first.description().helloOk()).isTrue();
                assertThat(first.description().kind()).isEqualTo(ServerKind.STANDALONE);
                assertThat(first.description().maxWireVersion()).isEqualTo(21);
                assertThat(second.description().serverConnectionId())
                        .isNotEqualTo(first.description().serverConnectionId());
                assertThat(second.id()).isEqualTo(2);
                assertThat(String.valueOf(
                                server.requests("hello").get(0).command().get("client")))
                        .contains("mooring", "shop");
            }
        }
        assertThat(watchdog.size()).isZero();
    }

    @Test
    void callsAreAnswered() {
        try (EmbeddedServer server = EmbeddedServer.start();
                Connection connection = factory(null).open(address(server), Identity.anonymous(), within(20_000))) {
            assertThat(isOk(connection, ping())).isTrue();
            assertThat(isOk(connection, MonitorCommand.forServer(connection.description())))
                    .isTrue();
            assertThat(server.commandCount("ping")).isEqualTo(1);
        }
    }

    @Test
    void unansweredWriteLandsAndTheConnectionGoesOn() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start();
                Connection connection = factory(null).open(address(server), Identity.anonymous(), within(20_000))) {
            BsonDocument insert = BsonDocument.parse("{insert: 'c', documents: [{_id: 1}], writeConcern: {w: 0}}");

            connection.send(new BsonCommand("test", insert), within(20_000));

            assertThat(isOk(connection, ping())).isTrue();
            assertThat(server.awaitCompleted("insert", 1, Duration.ofSeconds(40)))
                    .isTrue();
        }
    }

    @Test
    void userIsAuthenticatedByTheStrongestMechanism() {
        try (EmbeddedServer server = secured().start();
                Connection connection = open(server, credential("ann", "s3cret", null))) {
            assertThat(connection.isUsable()).isTrue();
            assertThat(mechanisms(server)).containsExactly("SCRAM-SHA-256");
            assertThat(server.requests("isMaster").get(0).command()).containsEntry("saslSupportedMechs", "admin.ann");
            assertThat(server.commandCount("saslContinue"))
                    .as("the empty exchange is skipped")
                    .isEqualTo(1);
            assertThat(isOk(connection, ping())).isTrue();
        }
    }

    @Test
    void userWithOldCredentialsOnlyIsAuthenticatedBySha1() {
        try (EmbeddedServer server = EmbeddedServer.builder()
                        .requireAuthentication()
                        .oldUser("old", "pw", "admin", root())
                        .start();
                Connection connection = open(server, credential("old", "pw", null))) {
            assertThat(connection.isUsable()).isTrue();
            assertThat(mechanisms(server)).containsExactly("SCRAM-SHA-256", "SCRAM-SHA-1");
        }
    }

    @Test
    void serverThatGoesDownWhileAuthenticatingIsNotTakenForOneThatRefusesTheUser() {
        try (EmbeddedServer server = secured().start()) {
            server.failCommand(
                    FailCommand.on("saslContinue").times(1).errorCode(91).build());

            assertThatThrownBy(() -> open(server, credential("ann", "s3cret", null)))
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageContaining("cannot authenticate user 'ann'")
                    .hasMessageContaining("error 91");
        }
    }

    @Test
    void mechanismThatIsNamedIsUsedWithoutAsking() {
        try (EmbeddedServer server = secured().start();
                Connection connection = open(server, credential("ann", "s3cret", "SCRAM-SHA-1"))) {
            assertThat(connection.isUsable()).isTrue();
            assertThat(mechanisms(server)).containsExactly("SCRAM-SHA-1");
            assertThat(server.requests("isMaster").get(0).command()).doesNotContainKey("saslSupportedMechs");
        }
    }

    @Test
    void wrongPasswordIsRefusedWithUserSourceMechanismAndTheServersWords() throws Exception {
        try (EmbeddedServer server = secured().start()) {
            var e = catchThrowableOfType(
                    MongoSecurityException.class, () -> open(server, credential("ann", "not the one", null)));

            assertThat(e)
                    .hasMessageContaining("SCRAM-SHA-256 authentication of user 'ann' on database 'admin'")
                    .hasMessageContaining("error 18 (AuthenticationFailed)")
                    .hasMessageNotContaining("not the one");
            assertThat(e.code()).isEqualTo(18);
            assertThat(e.bytesSent()).isFalse();
            assertThat(server.awaitOpenConnections(0, Duration.ofSeconds(40))).isTrue();
        }
        assertThat(watchdog.size()).isZero();
    }

    @Test
    void unknownUserIsRefused() {
        try (EmbeddedServer server = secured().start()) {
            assertThatThrownBy(() -> open(server, credential("nobody", "s3cret", null)))
                    .isInstanceOf(MongoSecurityException.class)
                    .hasMessageContaining("user 'nobody' on database 'admin'");
        }
    }

    @Test
    void mechanismThatNobodyKnowsIsRefusedByName() {
        try (EmbeddedServer server = secured().start()) {
            assertThatThrownBy(() -> open(server, credential("ann", "s3cret", "PLAIN-TEXT")))
                    .isInstanceOf(MongoConfigurationException.class)
                    .hasMessageContaining("'PLAIN-TEXT' is not supported")
                    .hasMessageContaining("SCRAM-SHA-256");
        }
    }

    @Test
    void serverOfTheFutureAndOfThePastAreRefusedWithBothRanges() {
        assertWireVersionsRefused(0, 5, "0 to 5", "MongoDB 3.6 or newer is needed");
        assertWireVersionsRefused(1000, 1001, "1000 to 1001", "the client is too old");
    }

    private void assertWireVersionsRefused(int min, int max, String... texts) {
        try (EmbeddedServer server =
                EmbeddedServer.builder().wireVersions(min, max).start()) {
            assertThatThrownBy(() -> open(server, Identity.anonymous()))
                    .isInstanceOf(MongoConfigurationException.class)
                    .hasMessageContainingAll(texts)
                    .hasMessageContaining(Handshake.MIN_WIRE_VERSION + " to " + Handshake.MAX_WIRE_VERSION);
        }
    }

    @Test
    void serverThatNeverAnswersIsGivenUpAfterConnectTimeout() {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            server.pause();
            ConnectionFactory factory = factory(null, Duration.ofMillis(200));

            var e = catchThrowableOfType(
                    MongoConnectException.class,
                    () -> factory.open(address(server), Identity.anonymous(), Deadline.never()));

            assertThat(e)
                    .hasMessageContaining("cannot connect to " + server.address())
                    .hasMessageContaining("connectTimeout is 200 ms");
            assertThat(e.bytesSent()).isFalse();
            assertThat(watchdog.size()).isZero();
        }
    }

    @Test
    void deadlineOfTheOperationEndsTheHandshakeAsATimeoutOfTheOperation() {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            server.pause();

            assertThatThrownBy(() -> factory(null).open(address(server), Identity.anonymous(), within(200)))
                    .isInstanceOf(MongoOperationTimeoutException.class)
                    .extracting(e -> ((MongoException) e).bytesSent())
                    .isEqualTo(false);
        }
    }

    @Test
    void droppedConnectionIsToldWithCommandServerAndThatItWasSent() {
        try (EmbeddedServer server = EmbeddedServer.start();
                Connection connection = open(server, Identity.anonymous())) {
            server.dropConnections();

            var e = catchThrowableOfType(MongoSocketException.class, () -> isOk(connection, ping()));

            assertThat(e).hasMessageContaining("ping").hasMessageContaining(server.address());
            assertThat(e.bytesSent()).isTrue();
            assertThat(connection.isUsable()).isFalse();
        }
    }

    private static boolean isOk(Connection connection, Request request) {
        return connection.call(request, within(20_000), (body, server) -> body.isOk());
    }

    private Connection open(EmbeddedServer server, Identity identity) {
        return factory(null).open(address(server), identity, within(20_000));
    }

    private ConnectionFactory factory(@Nullable String applicationName) {
        return factory(applicationName, Duration.ofSeconds(20));
    }

    private ConnectionFactory factory(@Nullable String applicationName, Duration connectTimeout) {
        SocketDialer dialer =
                new SocketDialer(SocketFactory.getDefault(), TlsConfig.off(), connectTimeout, Clock.system(), watchdog);
        return new ConnectionFactory(
                dialer,
                new MechanismNegotiation(new ScramKeyCache()),
                new HandshakeSettings(applicationName, null, connectTimeout),
                Clock.system());
    }

    private static EmbeddedServer.Builder secured() {
        return EmbeddedServer.builder().requireAuthentication().user("ann", "s3cret", "admin", root());
    }

    private static Grant root() {
        return new Grant(Role.ROOT, "admin");
    }

    private static Credential credential(String user, String password, @Nullable String mechanism) {
        return new Credential(user, "admin", mechanism, password.toCharArray());
    }

    /** Of the conversations that were begun, inside a handshake or after it. */
    private static List<Object> mechanisms(EmbeddedServer server) {
        return server.requests().stream()
                .map(RecordedRequest::command)
                .map(command -> (Map<?, ?>) command.getOrDefault("speculativeAuthenticate", command))
                .filter(command -> command.containsKey("saslStart"))
                .<Object>map(command -> command.get("mechanism"))
                .toList();
    }

    private static Request ping() {
        return new BsonCommand("admin", BsonDocument.parse("{ping: 1}"));
    }

    private static ServerAddress address(EmbeddedServer server) {
        return new ServerAddress("127.0.0.1", server.port());
    }

    private static Deadline within(long millis) {
        return Deadline.after(Clock.system(), Duration.ofMillis(millis));
    }
}
