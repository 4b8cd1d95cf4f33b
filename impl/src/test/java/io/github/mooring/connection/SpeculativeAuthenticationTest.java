package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.RecordedRequest;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.time.Clock;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.WriteWatchdog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.SocketFactory;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The first command of an authentication travels inside the handshake, and what becomes of it there. */
class SpeculativeAuthenticationTest extends HandshakeFixture {
    private static final Grant ROOT = new Grant(Role.ROOT, "admin");

    @Test
    void oneRoundTripLessForEachConnectionInBothFormsOfTheHandshake() {
        try (EmbeddedServer server = secured().start()) {
            ConnectionFactory factory = real();
            Identity ann = user("ann", "s3cret", null);

            try (Connection first = factory.open(address(server), ann, within());
                    Connection second = factory.open(address(server), ann, within())) {
                assertThat(first.isUsable() && second.isUsable()).isTrue();
            }

            assertThat(server.requests())
                    .extracting(RecordedRequest::commandName)
                    .containsExactly("isMaster", "saslContinue", "hello", "saslContinue");
            for (String hello : List.of("isMaster", "hello")) {
                Map<?, ?> command = server.requests(hello).get(0).command();
                assertThat(command.get("saslSupportedMechs")).isEqualTo("admin.ann");
                Map<?, ?> speculation = speculation(command);
                assertThat(speculation.keySet().stream().map(String::valueOf))
                        .containsExactly("saslStart", "mechanism", "payload", "autoAuthorize", "options", "db");
                assertThat(speculation.get("mechanism")).isEqualTo("SCRAM-SHA-256");
                assertThat(speculation.get("db")).isEqualTo("admin");
            }
        }
    }

    @Test
    void mechanismThatIsNamedIsTheOneThatIsTried() {
        try (EmbeddedServer server = secured().start();
                Connection connection = real().open(address(server), user("ann", "s3cret", "SCRAM-SHA-1"), within())) {
            assertThat(connection.isUsable()).isTrue();
            assertThat(server.requests())
                    .extracting(RecordedRequest::commandName)
                    .containsExactly("isMaster", "saslContinue");
            Map<?, ?> command = server.requests("isMaster").get(0).command();
            assertThat(speculation(command).get("mechanism")).isEqualTo("SCRAM-SHA-1");
            assertThat(command.containsKey("saslSupportedMechs")).isFalse();
        }
    }

    @Test
    void userWithOldCredentialsIsAskedAgainByTheMechanismThatTheServerNames() {
        try (EmbeddedServer server = EmbeddedServer.builder()
                        .requireAuthentication()
                        .oldUser("old", "pw", "admin", ROOT)
                        .start();
                Connection connection = real().open(address(server), user("old", "pw", null), within())) {
            assertThat(connection.isUsable()).isTrue();
            assertThat(server.requests())
                    .extracting(RecordedRequest::commandName)
                    .containsExactly("isMaster", "saslStart", "saslContinue");
            assertThat(server.requests("saslStart").get(0).command()).containsEntry("mechanism", "SCRAM-SHA-1");
        }
    }

    @Test
    void wrongPasswordIsRefusedAtOnceAndNotTriedTwice() {
        try (EmbeddedServer server = secured().start()) {
            var e = catchThrowableOfType(
                    MongoSecurityException.class,
                    () -> real().open(address(server), user("ann", "not the one", null), within()));

            assertThat(e.code()).isEqualTo(18);
            assertThat(server.requests())
                    .extracting(RecordedRequest::commandName)
                    .containsExactly("isMaster", "saslContinue");
        }
    }

    @Test
    void monitorsAndStrangersSayNothingOfUsers() {
        ScriptedTransport server = server().answer(HELLO);

        factory(null, null).openForMonitoring(ScriptedTransport.SERVER, within());

        assertThat(server.sent(0).keySet())
                .contains("isMaster", "helloOk", "client")
                .doesNotContain("saslSupportedMechs", "speculativeAuthenticate");
    }

    @Test
    void serverThatSaysNothingIsAskedInFullWithANonceOfItsOwn() {
        ScriptedTransport server = server().answer(HELLO);

        assertThatThrownBy(() -> open(user("ann", "s3cret", "SCRAM-SHA-256"))).isNotNull();

        BsonDocument speculation = server.sent(0).getDocument("speculativeAuthenticate");
        BsonDocument inFull = server.sent(1);
        assertThat(inFull.getFirstKey()).isEqualTo("saslStart");
        assertThat(inFull.getBinary("payload")).isNotEqualTo(speculation.getBinary("payload"));
    }

    @Test
    void serverThatHasForgottenHelloGetsTheSameAgainInTheOldForm() {
        server().answer(HELLO);
        ScriptedTransport replaced = server().answer(
                        "{ok: 0, code: 59, codeName: 'CommandNotFound', errmsg: 'no such command: hello'}")
                .answer("{ismaster: true, maxWireVersion: 21, ok: 1}");
        ConnectionFactory factory = factory(null, null);
        factory.openForMonitoring(ScriptedTransport.SERVER, within());

        assertThatThrownBy(() -> factory.open(ScriptedTransport.SERVER, user("ann", "s3cret", null), within()))
                .isNotNull();

        assertThat(replaced.sent(0).getFirstKey()).isEqualTo("hello");
        assertThat(replaced.sent(1).getFirstKey()).isEqualTo("isMaster");
        assertThat(replaced.sent(1).get("speculativeAuthenticate"))
                .isNotNull()
                .isEqualTo(replaced.sent(0).get("speculativeAuthenticate"));
    }

    /** It contradicts itself; the list is what the specification goes by. */
    @Test
    void answerIsDroppedIfTheServerKnowsTheUserByAnotherMechanismOnly() {
        ScriptedTransport server =
                server().answerBytes(request -> helloWith(request, "saslSupportedMechs: ['SCRAM-SHA-1']"));

        assertThatThrownBy(() -> open(user("ann", "s3cret", null))).isNotNull();

        assertThat(server.sent(1).getFirstKey()).isEqualTo("saslStart");
        assertThat(server.sent(1).getString("mechanism").getValue()).isEqualTo("SCRAM-SHA-1");
    }

    @Test
    void answerIsTakenUpIfTheServerGivesNoList() {
        ScriptedTransport server = server().answerBytes(request -> helloWith(request, "setVersion: 1"));

        assertThatThrownBy(() -> open(user("ann", "s3cret", null))).isNotNull();

        assertThat(server.sent(1).getFirstKey()).isEqualTo("saslContinue");
    }

    @Test
    void answerThatIsTamperedWithIsRefusedWithServerAndReason() {
        server().answerBytes(request -> {
            BsonDocument hello = BsonDocument.parse(HELLO);
            String challenge = "r=somebody else's,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
            return Frames.answer(request, hello.append("speculativeAuthenticate", sasl(challenge)));
        });

        assertThatThrownBy(() -> open(user("ann", "s3cret", null)))
                .isInstanceOf(MongoSecurityException.class)
                .hasMessageContaining("SCRAM-SHA-256 authentication of user 'ann' on database 'admin' failed")
                .hasMessageContaining("nonce")
                .hasMessageContaining("db.example:27017")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void answerOfAnotherTypeIsMalformed() {
        server().answer(HELLO.replace("ok: 1", "speculativeAuthenticate: 'yes', ok: 1"));

        assertThatThrownBy(() -> open(user("ann", "s3cret", null)))
                .isInstanceOf(MongoProtocolException.class)
                .hasMessageContaining("field 'speculativeAuthenticate'");
    }

    @Test
    void arbiterKnowsNoUsersSoNobodyIsAuthenticatedThere() {
        ScriptedTransport server =
                server().answer("{ismaster: false, arbiterOnly: true, setName: 'rs', maxWireVersion: 21, ok: 1}");

        Connection connection = open(user("ann", "s3cret", null));

        assertThat(connection.description().kind()).isEqualTo(ServerKind.OTHER_MEMBER);
        assertThat(server.written).hasSize(1);
    }

    /** A handshake's answer with the challenge that goes with what was asked. */
    private static byte[] helloWith(byte[] request, String more) {
        BsonDocument speculation = Frames.document(request).getDocument("speculativeAuthenticate");
        String first = new String(speculation.getBinary("payload").getData(), StandardCharsets.UTF_8);
        String challenge = first.substring(first.indexOf("r=")) + "abcdef,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
        BsonDocument hello = BsonDocument.parse(HELLO.replace("ok: 1", more + ", ok: 1"));
        return Frames.answer(request, hello.append("speculativeAuthenticate", sasl(challenge)));
    }

    private static BsonDocument sasl(String challenge) {
        return BsonDocument.parse("{conversationId: 1, done: false}")
                .append("payload", new BsonBinary(challenge.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<?, ?> speculation(Map<?, ?> command) {
        return (Map<?, ?>) Objects.requireNonNull(command.get("speculativeAuthenticate"));
    }

    private static EmbeddedServer.Builder secured() {
        return EmbeddedServer.builder().requireAuthentication().user("ann", "s3cret", "admin", ROOT);
    }

    private static ConnectionFactory real() {
        Duration limit = Duration.ofSeconds(20);
        SocketDialer dialer = new SocketDialer(
                SocketFactory.getDefault(), TlsConfig.off(), limit, Clock.system(), new WriteWatchdog());
        return new ConnectionFactory(
                dialer,
                new MechanismNegotiation(new ScramKeyCache()),
                new HandshakeSettings(null, null, limit),
                Clock.system());
    }

    private static ServerAddress address(EmbeddedServer server) {
        return new ServerAddress("127.0.0.1", server.port());
    }

    private static Identity user(String name, String password, @Nullable String mechanism) {
        return new Credential(name, "admin", mechanism, password.toCharArray());
    }
}
