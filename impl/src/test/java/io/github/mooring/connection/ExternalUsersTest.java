package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.auth.OidcToken;
import io.github.mooring.api.auth.OidcTokenRequest;
import io.github.mooring.api.auth.OidcTokenSource;
import io.github.mooring.auth.AuthEnvironment;
import io.github.mooring.auth.AuthParts;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.RecordedRequest;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.time.Clock;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users of {@code $external}: what goes over the wire, and what comes back. */
@EngineContract
class ExternalUsersTest extends HandshakeFixture {
    private static final Grant ROOT = new Grant(Role.ROOT, "admin");

    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .mechanisms("PLAIN", "SCRAM-SHA-256", "MONGODB-X509", "MONGODB-OIDC")
            .directoryUser("dora", "l\u00F6sung", ROOT)
            .certificateUser("CN=client", ROOT)
            .start();

    private final AtomicInteger tokens = new AtomicInteger();
    private final ConnectionFactory factory = factory(environment());

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void userOfADirectoryIsAuthenticatedByOneCommand() {
        try (Connection connection = signOn(external("PLAIN", "dora", "l\u00F6sung"))) {
            assertThat(commands()).containsExactly("isMaster", "saslStart");
            assertThat(server.requests("isMaster").get(0).command()).doesNotContainKey("speculativeAuthenticate");
            assertThat(isOk(connection, "{count: 'c'}")).isTrue();
        }
    }

    @Test
    void directorysRefusalIsToldWithMechanismUserAndServer() {
        var e = catchThrowableOfType(MongoSecurityException.class, () -> signOn(external("PLAIN", "dora", "wrong-pw")));

        assertThat(e)
                .hasMessageContaining("PLAIN authentication of user 'dora' on database '$external' at 127.0.0.1:")
                .hasMessageContaining("error 18 (AuthenticationFailed)")
                .hasMessageContaining("LDAP")
                .hasMessageNotContaining("wrong-pw");
        assertThat(e.code()).isEqualTo(18);
    }

    @Test
    void mechanismThatIsNotEnabledIsToldInTheServersWords() {
        var e = catchThrowableOfType(
                MongoSecurityException.class,
                () -> signOn(new Credential("dora", "$external", "SCRAM-SHA-1", "l\u00F6sung".toCharArray())));

        assertThat(e)
                .hasMessageContaining("error 334 (MechanismUnavailable)")
                .hasMessageContaining("SCRAM-SHA-1 which is not enabled");
        assertThat(e.code()).isEqualTo(334);
    }

    @Test
    void plainRefusesAConnectionWithoutTlsUnlessThatWasAllowed() throws Exception {
        ConnectionFactory usual = factory(environment().withPlainUnencrypted(false));

        assertThatThrownBy(() -> usual.open(address(), external("PLAIN", "dora", "l\u00F6sung"), within()))
                .isInstanceOf(MongoSecurityException.class)
                .hasMessageContaining("nothing was sent; set tls=true")
                .hasMessageContaining(server.address());

        assertThat(commands()).containsExactly("isMaster");
        assertThat(server.awaitOpenConnections(0, Duration.ofSeconds(40))).isTrue();
    }

    @Test
    void certificateThatIsNotThereIsTriedInsideTheHandshakeAndThenInFull() {
        var e = catchThrowableOfType(MongoSecurityException.class, () -> signOn(external("MONGODB-X509", "", "")));

        assertThat(commands()).containsExactly("isMaster", "authenticate");
        assertThat(e)
                .hasMessageContaining("MONGODB-X509 authentication of a user without a name on database '$external'")
                .hasMessageContaining("No verified subject name available from client")
                .hasMessageContaining("tlsCertificateKeyFile");
    }

    @Test
    void certificateIsAcceptedInsideTheHandshakeWithoutACommandMore() {
        ScriptedTransport scripted = server().answer(HELLO.replace(
                "ok: 1", "speculativeAuthenticate: {dbname: '$external', user: 'CN=client'}, ok: 1"));

        Connection connection = open(external("MONGODB-X509", "", ""));

        assertThat(connection.isUsable()).isTrue();
        assertThat(scripted.written).hasSize(1);
        assertThat(scripted.sent(0).get("speculativeAuthenticate"))
                .isEqualTo(BsonDocument.parse("{authenticate: 1, mechanism: 'MONGODB-X509', db: '$external'}"));
        assertThat(scripted.sent(0).containsKey("saslSupportedMechs")).isFalse();
    }

    @Test
    void certificateIsNamedInFullWhereTheServerSaidNothingAtFirst() {
        ScriptedTransport scripted = server().answer(HELLO).answer("{dbname: '$external', user: 'CN=client', ok: 1}");

        Connection connection = open(external("MONGODB-X509", "CN=client", ""));

        assertThat(connection.isUsable()).isTrue();
        assertThat(scripted.sent(1))
                .isEqualTo(BsonDocument.parse(
                        "{authenticate: 1, mechanism: 'MONGODB-X509', user: 'CN=client', $db: '$external'}"));
    }

    @Test
    void tokenIsGotOnceAndThenTravelsInsideTheHandshake() {
        server.acceptToken("token-1", "robot", ROOT);

        try (Connection first = signOn(robot());
                Connection second = signOn(robot())) {
            assertThat(isOk(first, "{count: 'c'}") && isOk(second, "{count: 'c'}"))
                    .isTrue();
        }

        assertThat(tokens).hasValue(1);
        assertThat(commands()).containsExactly("isMaster", "saslStart", "hello", "count", "count");
    }

    @Test
    void rememberedTokenThatIsRefusedIsReplaced() {
        server.acceptToken("token-1", "robot", ROOT);
        signOn(robot()).close();
        server.refuseToken("token-1");
        server.acceptToken("token-2", "robot", ROOT);
        server.forgetRequests();

        try (Connection second = signOn(robot())) {
            assertThat(isOk(second, "{count: 'c'}")).isTrue();
        }

        assertThat(tokens).hasValue(2);
        assertThat(commands()).containsExactly("hello", "saslStart", "saslStart", "count");
    }

    @Test
    void freshTokenThatIsRefusedIsAnErrorAndNotARound() {
        var e = catchThrowableOfType(MongoSecurityException.class, () -> signOn(robot()));

        assertThat(e)
                .hasMessageContaining("MONGODB-OIDC authentication of a user without a name")
                .hasMessageContaining("issuer")
                .hasMessageNotContaining("token-1");
        assertThat(tokens).hasValue(1);
        assertThat(commands()).containsExactly("isMaster", "saslStart");
    }

    @Test
    void userIsProvedAnewOnTheSameConnectionWithAnotherToken() {
        server.acceptToken("token-1", "robot", ROOT);
        server.acceptToken("token-2", "robot", ROOT);
        try (Connection connection = signOn(robot())) {
            server.forgetRequests();

            assertThat(connection.reauthenticate(within())).isTrue();

            assertThat(tokens).hasValue(2);
            assertThat(commands()).containsExactly("saslStart");
            assertThat(isOk(connection, "{count: 'c'}")).isTrue();
        }
    }

    @Test
    void connectionWhoseUserCannotBeProvedAnewIsEnded() {
        server.acceptToken("token-1", "robot", ROOT);
        Connection connection = signOn(robot());

        assertThatThrownBy(() -> connection.reauthenticate(within())).isInstanceOf(MongoSecurityException.class);

        assertThat(connection.isUsable()).isFalse();
        assertThat(connection.failure()).hasMessageContaining("its user could not be authenticated anew");
    }

    @Test
    void nobodyIsProvedAnewWhereNobodyWas() {
        try (Connection connection =
                factory.openForMonitoring(address(), within()).connection()) {
            assertThat(connection.reauthenticate(within())).isFalse();
        }
    }

    @Test
    void serverThatCannotServeNowDoesNotCostTheToken() {
        server.acceptToken("token-1", "robot", ROOT);
        signOn(robot()).close();
        server.failCommand(FailCommand.on("saslStart").times(1).errorCode(91).build());
        server.refuseToken("token-1");

        assertThatThrownBy(() -> signOn(robot())).hasMessageContaining("not able to serve now");
        server.acceptToken("token-1", "robot", ROOT);
        signOn(robot()).close();

        assertThat(tokens).hasValue(1);
    }

    @Test
    void partThatIsMissingIsAConfigurationErrorBeforeAnythingIsSent() {
        ConnectionFactory bare = factory(
                new AuthEnvironment(Clock.system(), () -> new AuthParts(List.of(), List.of()), name -> null, false));
        for (String mechanism : List.of("MONGODB-OIDC", "MONGODB-AWS")) {
            assertThatThrownBy(() -> bare.open(address(), external(mechanism, "", ""), within()))
                    .isInstanceOf(MongoConfigurationException.class)
                    .hasMessageContaining(mechanism + " for a user without a name")
                    .hasMessageContaining("META-INF/services/io.github.mooring.api.auth.");
        }

        assertThat(server.commandCount("saslStart")).isZero();
    }

    private AuthEnvironment environment() {
        OidcTokenSource source = new OidcTokenSource() {
            @Override
            public OidcToken token(OidcTokenRequest request) {
                return OidcToken.of("token-" + tokens.incrementAndGet());
            }
        };
        return new AuthEnvironment(Clock.system(), () -> new AuthParts(List.of(source), List.of()), name -> null, true);
    }

    private static ConnectionFactory factory(AuthEnvironment environment) {
        Duration limit = Duration.ofSeconds(20);
        SocketDialer dialer = new SocketDialer(
                SocketFactory.getDefault(), TlsConfig.off(), limit, Clock.system(), new WriteWatchdog());
        return new ConnectionFactory(
                dialer,
                new MechanismNegotiation(new ScramKeyCache(), environment),
                new HandshakeSettings(null, null, limit),
                Clock.system());
    }

    Connection signOn(Credential user) {
        return factory.open(address(), user, within());
    }

    private static boolean isOk(Connection connection, String command) {
        return connection.call(
                new BsonCommand("shop", BsonDocument.parse(command)), within(), (body, from) -> body.isOk());
    }

    private List<String> commands() {
        return server.requests().stream().map(RecordedRequest::commandName).toList();
    }

    private static Credential robot() {
        return external("MONGODB-OIDC", "", "");
    }

    private static Credential external(String mechanism, String user, String password) {
        return new Credential(user, "$external", mechanism, password.toCharArray());
    }

    private ServerAddress address() {
        return new ServerAddress("127.0.0.1", server.port());
    }
}
