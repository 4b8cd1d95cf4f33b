package io.github.mooring.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.management.Beans;
import io.github.mooring.testkit.net.SocksServer;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.IssuedCertificate;
import io.github.mooring.testkit.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secret is planted in every place that takes one, and something goes wrong with it: neither it nor a piece of it, in whatever
 * form, is in anything that can be read afterwards, be it by an operator in the log, by JMX or in a flight recording.
 */
@Timeout(300)
class SentinelTest {
    /** Where the secret stands in a connection string, percent-encoded. */
    private static final String HERE = "{secret}";
    /** For servers that nobody can reach; whoever reaches one is given all the time it takes. */
    private static final String OUT_OF_REACH = "&serverSelectionTimeoutMS=1500";

    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test CA");
    private static final IssuedCertificate OWN =
            AUTHORITY.order("CN=ann,O=shop").issue();

    @TempDir
    Path folder;

    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .mechanisms("SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN", "MONGODB-X509", "GSSAPI", "MONGODB-AWS")
            .user("known", EverythingSaid.SECRET, "admin", new Grant(Role.ROOT, "admin"))
            .user("ann", "another password", "admin")
            .directoryUser("ann", "another password")
            .tls(ServerTls.with(AUTHORITY.server()).wantingClientsOf(AUTHORITY))
            .start();
    private final SocksServer proxy = SocksServer.start().user("ann", "another password");

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    /** A connection string, and what has to be told of it to be sure that the secret was where it went wrong. */
    @TestFactory
    Stream<DynamicTest> nothingShowsASecretOfAConnectionString() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put(at("known:{secret}@", ""), "Command succeeded");
        rows.put(at("ann:{secret}@", ""), "SCRAM-SHA-256 authentication of user 'ann'");
        rows.put(at("ann:{secret}@", "&authMechanism=SCRAM-SHA-1"), "SCRAM-SHA-1 authentication of user 'ann'");
        rows.put(at("ann:{secret}@", "&authMechanism=PLAIN"), "PLAIN authentication of user 'ann'");
        rows.put(at("ann:{secret}@", "&authMechanism=GSSAPI"), "GSSAPI");
        rows.put(at("AKIA:{secret}@", "&authMechanism=MONGODB-AWS"), "MONGODB-AWS");
        rows.put(
                at("AKIA:{secret}@", "&authMechanism=MONGODB-AWS&authMechanismProperties=AWS_SESSION_TOKEN:{secret}"),
                "MONGODB-AWS");
        rows.put(at("AKIA@", "&authMechanismProperties=AWS_SESSION_TOKEN:{secret}"), "authMechanismProperties");
        rows.put(at("ann:{secret}@", "&authMechanism=MONGODB-OIDC"), "MONGODB-OIDC");
        rows.put(at("ann:{secret}@", "&authMechanism=MONGODB-X509"), "MONGODB-X509");
        rows.put(at("ann:{secret}@", "&authMechanism=NONE-SUCH"), "NONE-SUCH");
        rows.put(at("ann:{secret}@", "&maxPoolSize={secret}"), "maxPoolSize");
        rows.put(at("", "&tlsCertificateKeyFilePassword={secret}" + keyFile(encrypted())), "cannot be decrypted");
        rows.put(at("", "&tlsCertificateKeyFilePassword={secret}&tlsCertificateKeyFile=/nowhere.pem"), "/nowhere.pem");
        rows.put(at("", keyFile(ownWith(base64(EverythingSaid.SECRET)))), "private key");
        rows.put(at("", keyFile(ownWith(EverythingSaid.SECRET))), "key.pem");
        String proxied = OUT_OF_REACH + "&proxyHost=127.0.0.1&proxyUsername=ann&proxyPassword={secret}&proxyPort=";
        rows.put(at("", proxied + proxy.port()), "proxy");
        rows.put(at("", proxied + "1"), "proxy");
        rows.put("mongodb+srv://ann:{secret}@db.nowhere.invalid/?retryReads=true" + OUT_OF_REACH, "db.nowhere.invalid");
        rows.put("mongodb+srv://ann:{secret}@a/b/?{secret}", "percent-encoded");
        rows.put("mongodb://ann:{secret}@127.0.0.1:1/?retryReads=true" + OUT_OF_REACH, "127.0.0.1:1");
        return rows.entrySet().stream().map(row -> DynamicTest.dynamicTest(row.getKey(), () -> assertHidden(row)));
    }

    private static void assertHidden(Map.Entry<String, String> row) {
        try (EverythingSaid said = new EverythingSaid()) {
            use(row.getKey().replace(HERE, EverythingSaid.percentEncoded()), said);

            assertThat(said.text()).contains(row.getValue());
            said.assertHidden();
        }
    }

    /** Else it would prove nothing that they hide it. */
    @Test
    void jmxAndTheFlightRecorderShowWhoseSecretItIs() {
        try (EverythingSaid said = new EverythingSaid();
                MongoSessionFactory factory = Mooring.dial(said.hear(ClientOptions.parse(
                        at("known:{secret}@", "").replace(HERE, EverythingSaid.percentEncoded()))));
                MongoSession session = factory.openSession()) {
            said.that(session::ping);
            Eventually.isTrue(
                    "the user is shown",
                    () -> Beans.naming("Identity", "" + server.port()).size() == 1);
            said.lookAtBeans();

            assertThat(said.text())
                    .contains("type=Pool", "type=Server", "User=known@admin")
                    .contains("io.github.mooring.ConnectionOpened", "user = \"known@admin\"");
            said.assertHidden();
        }
    }

    /** A user that comes later. */
    @Test
    void nothingShowsASecretThatSomebodySignsOnWith() {
        try (EverythingSaid said = new EverythingSaid();
                MongoSessionFactory factory = Mooring.dial(said.hear(ClientOptions.parse(at("", ""))));
                MongoSession session = factory.openSession("ann", EverythingSaid.SECRET.toCharArray())) {
            said.that(() -> session.ping());
            said.that(() -> session.login("ann", EverythingSaid.SECRET.toCharArray()));
            said.note(session, factory);
            said.lookAtBeans();

            assertThat(said.text()).contains("authentication of user 'ann'");
            said.assertHidden();
        }
    }

    /** What an administrator sends: listeners and lines get these commands without their contents. */
    @TestFactory
    Stream<DynamicTest> nothingShowsASecretOfACommand() {
        return Stream.of("createUser", "updateUser", "saslStart", "saslContinue", "authenticate", "copydbsaslstart")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    try (EverythingSaid said = new EverythingSaid();
                            MongoSessionFactory factory = Mooring.dial(said.hear(ClientOptions.parse(
                                    at("known:{secret}@", "").replace(HERE, EverythingSaid.percentEncoded()))));
                            MongoSession session = factory.openSession()) {
                        Document command = new Document(name, "bob")
                                .append("pwd", EverythingSaid.SECRET)
                                .append("payload", EverythingSaid.SECRET.getBytes(UTF_8));
                        said.that(() -> session.getDatabase("admin").runCommand(command));
                        said.note(session, factory);

                        assertThat(said.text()).contains(name);
                        said.assertHidden();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> aSecretWouldBeNoticedInEachOfItsForms() {
        return Stream.concat(
                        EverythingSaid.forms().stream(),
                        Stream.of("ann:" + EverythingSaid.SECRET, base64("\0ann\0" + EverythingSaid.SECRET)))
                .map(form -> DynamicTest.dynamicTest(form, () -> {
                    try (EverythingSaid said = new EverythingSaid()) {
                        said.note(new IllegalStateException("above", new IllegalStateException("of " + form)));
                        assertThatThrownBy(said::assertHidden).isInstanceOf(AssertionError.class);
                    }
                }));
    }

    /** Whatever comes of it. */
    private static void use(String uri, EverythingSaid said) {
        said.that(() -> {
            ClientOptions options = said.hear(ClientOptions.parse(uri));
            said.note(options, options.warnings(), options.signOn(), options.identity());
            try (MongoSessionFactory factory = Mooring.dial(options);
                    MongoSession session = factory.openSession()) {
                said.note(factory, session, factory.statistics());
                said.lookAtBeans();
                said.that(session::ping);
                said.lookAtBeans();
                said.note(session, factory.statistics(), Thread.getAllStackTraces());
            }
        });
        said.that(() -> said.note(ConnectionString.parse(uri)));
    }

    private String at(String user, String more) {
        return "mongodb://" + user + "localhost:" + server.port() + "/?tls=true&tlsCAFile="
                + file("ca.pem", AUTHORITY.pem()) + more;
    }

    private String keyFile(String pem) {
        return "&tlsCertificateKeyFile=" + file("key.pem", pem);
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(Files.createTempDirectory(folder, "f").resolve(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encrypted() {
        return OWN.certificatePem() + OWN.encryptedKeyPem("another password");
    }

    private static String ownWith(String key) {
        return OWN.certificatePem() + "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
