package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import io.github.mooring.testkit.engine.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users of {@code $external}: by a directory's password, by a certificate, by a token; and what speculation saves. */
@Timeout(300)
class ExternalUsersTest {
    private static final String SUBJECT = "CN=client,OU=Drivers,O=MongoDB";
    private static final Grant ROOT = new Grant(Role.ROOT, "admin");

    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .mechanisms("PLAIN", "SCRAM-SHA-256", "MONGODB-X509", "MONGODB-OIDC")
            .user("ann", "s3cret", "admin", ROOT)
            .directoryUser("dora", "p\u00e4ss word", ROOT)
            .certificateUser(SUBJECT, ROOT)
            .start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void driverSignsOnByPasswordOfADirectory() {
        try (MongoClient client = DriverSession.client(plain("dora", "p\u00e4ss word"))) {
            client.getDatabase("shop").getCollection("c").insertOne(new Document());

            assertThat(server.connections()).anyMatch(connection -> "dora@$external".equals(connection.user()));
        }
    }

    @Test
    void directoryRefusesAWrongPasswordAndAStrangerInTheSameWords() {
        assertThat(refusal(plain("dora", "wrong"))).isEqualTo("18 Authentication failed.");
        assertThat(refusal(plain("nobody", "x"))).isEqualTo("18 Authentication failed.");
        assertThat(refusal(plain("ann", "s3cret"))).isEqualTo("18 Authentication failed.");
    }

    @Test
    void mechanismThatIsNotEnabledIsRefusedByName() {
        String uri = server.uri("ann", "s3cret", "admin") + "&authMechanism=SCRAM-SHA-1";

        assertThat(refusal(uri))
                .isEqualTo("334 Received authentication for mechanism SCRAM-SHA-1 which is not enabled");
        try (EmbeddedServer usual =
                EmbeddedServer.builder().directoryUser("dora", "x", ROOT).start()) {
            Document refused = RawClient.exchange(
                    usual,
                    "{saslStart: 1, mechanism: 'PLAIN', payload: {$binary: {base64: '', subType: '00'}},"
                            + " $db: '$external'}");
            assertThat(refused)
                    .containsEntry("code", 334)
                    .containsEntry("errmsg", "Received authentication for mechanism PLAIN which is not enabled");
        }
    }

    @Test
    void plainMayNameWhomToActAsIfItIsTheUser() {
        assertThat(startPlain("dora\0dora\0p\u00e4ss word")).containsEntry("done", true);
        assertThat(startPlain("\0dora\0p\u00e4ss word")).containsEntry("done", true);
        assertThat(startPlain("ann\0dora\0p\u00e4ss word")).containsEntry("code", 18);
        assertThat(startPlain("dora\0p\u00e4ss word")).containsEntry("code", 18);
        assertThat(startPlain("\0dora\0")).containsEntry("code", 18);
    }

    @Test
    void driverSpeculatesSoScramTakesOneCommandAfterTheHandshake() {
        try (MongoClient client = DriverSession.client(server.uri("ann", "s3cret", "admin"))) {
            client.getDatabase("shop").getCollection("c").insertOne(new Document());

            assertThat(server.commandCount("saslStart")).isZero();
            assertThat(server.commandCount("saslContinue")).isEqualTo(1);
        }
    }

    @Test
    void certificateOfTheSessionIsTheUser() {
        Session session = session(SUBJECT);

        var answer = authenticate(session, null, "$external");

        assertThat(answer.get("user")).isEqualTo(SUBJECT);
        assertThat(answer.get("dbname")).isEqualTo("$external");
        assertThat(session.user()).hasToString(SUBJECT + "@$external");
        assertThat(authenticate(session(SUBJECT), SUBJECT, "$external").get("user"))
                .isEqualTo(SUBJECT);
    }

    @Test
    void certificateThatDoesNotFitIsRefusedWithTheReason() {
        assertRefused(session(null), null, "$external", 18, "No verified subject name available from client");
        assertRefused(
                session(SUBJECT),
                "CN=other",
                "$external",
                18,
                "There is no x.509 client certificate matching the user.");
        assertRefused(
                session("CN=stranger"),
                null,
                "$external",
                11,
                "Could not find user \"CN=stranger\" for db \"$external\"");
        assertRefused(
                session(SUBJECT), null, "admin", 17, "X.509 authentication must always use the $external database.");
    }

    @Test
    void withoutTlsThereIsNoCertificate() {
        assertThat(RawClient.exchange(server, "{authenticate: 1, mechanism: 'MONGODB-X509', $db: '$external'}"))
                .containsEntry("code", 18)
                .containsEntry("errmsg", "No verified subject name available from client");
        assertThat(RawClient.exchange(server, "{authenticate: 1, mechanism: 'MONGODB-CR', $db: '$external'}"))
                .containsEntry("code", 2);
        assertThat(RawClient.exchange(
                        server,
                        "{hello: 1, speculativeAuthenticate: {authenticate: 1, mechanism: 'MONGODB-X509', db:"
                                + " '$external'}, $db: 'admin'}"))
                .containsEntry("ok", 1.0)
                .doesNotContainKey("speculativeAuthenticate");
    }

    @Test
    void tokenStandsForAUserUntilItIsRefused() {
        server.acceptToken("token-1", "robot", ROOT);

        assertThat(startOidc("token-1")).containsEntry("done", true);
        assertThat(startOidc("token-2")).containsEntry("code", 18);

        server.refuseToken("token-1");
        assertThat(startOidc("token-1")).containsEntry("code", 18);
    }

    private Document startPlain(String message) {
        return start("PLAIN", message.getBytes(StandardCharsets.UTF_8));
    }

    private Document startOidc(String token) {
        return start("MONGODB-OIDC", RawClient.encode(new Document("jwt", token)));
    }

    private Document start(String mechanism, byte[] payload) {
        String base64 = Base64.getEncoder().encodeToString(payload);
        return RawClient.exchange(
                server,
                "{saslStart: 1, mechanism: '" + mechanism + "', payload: {$binary: {base64: '" + base64
                        + "', subType: '00'}}, $db: '$external'}");
    }

    private String plain(String user, String password) {
        return server.uri(user, password, "$external") + "&authMechanism=PLAIN";
    }

    private static Session session(@Nullable String subject) {
        Session session = new Session(1, 0);
        session.clientCertificateSubject(subject);
        return session;
    }

    private static void assertRefused(Session session, @Nullable String user, String database, int code, String text) {
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> authenticate(session, user, database))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.text()).isEqualTo(text));
        assertThat(session.user()).isNull();
    }

    private static de.bwaldvogel.mongo.bson.Document authenticate(
            Session session, @Nullable String user, String database) {
        Users users = new Users();
        users.put(User.external(SUBJECT, List.of(ROOT)));
        var command = new de.bwaldvogel.mongo.bson.Document("authenticate", 1).append("mechanism", "MONGODB-X509");
        if (user != null) {
            command.append("user", user);
        }
        return new X509Command(users).run(command, database, session);
    }

    private static String refusal(String uri) {
        try (MongoClient client = DriverSession.client(uri)) {
            MongoSecurityException failure = catchThrowableOfType(
                    MongoSecurityException.class,
                    () -> client.getDatabase("shop").getCollection("c").countDocuments());
            return failure.getCause() instanceof MongoCommandException command
                    ? command.getErrorCode() + " " + command.getErrorMessage()
                    : String.valueOf(failure.getCause());
        }
    }
}
