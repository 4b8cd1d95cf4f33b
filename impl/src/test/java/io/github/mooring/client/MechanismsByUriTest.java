package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.ConnectionInfo;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.ServerTls;
import javax.net.ssl.SSLContext;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mechanisms as users choose them: in a connection string. */
@Timeout(300)
@EngineContract
class MechanismsByUriTest {
    private static final Grant ROOT = new Grant(Role.ROOT, "admin");

    private final CertificateAuthority authority = CertificateAuthority.create("test authority");
    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .mechanisms("PLAIN", "MONGODB-X509", "SCRAM-SHA-256")
            .directoryUser("dora", "s3cret", ROOT)
            .certificateUser("CN=client,O=MongoDB", ROOT)
            .tls(ServerTls.with(authority.server()).wantingClientsOf(authority))
            .start();
    /** Those who had signed on at the end of the last insert. */
    private String users = "";

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void plainOverTls() {
        insert("dora:s3cret@", "&authMechanism=PLAIN", authority.trustingClient());

        assertUser("dora@$external");
    }

    @Test
    void certificate() {
        SSLContext known =
                authority.trustingClient(authority.order("CN=client,O=MongoDB").issue());

        insert("", "&authMechanism=MONGODB-X509", known);

        assertUser("CN=client,O=MongoDB@$external");
    }

    @Test
    void plainWithoutTlsIsRefusedBeforeThePasswordIsSent() {
        server.tls(null);
        try (MongoSessionFactory factory =
                        Mooring.dial("mongodb://dora:s3cret@localhost:" + server.port() + "/?authMechanism=PLAIN");
                MongoSession session = factory.openSession()) {
            assertThatThrownBy(() -> insert(session))
                    .isInstanceOf(MongoSecurityException.class)
                    .hasMessageContaining("set tls=true")
                    .hasMessageNotContaining("s3cret");
        }
        assertThat(server.commandCount("saslStart")).isZero();
    }

    @Test
    void plainWithoutTlsIsAllowedOnDemand() {
        server.tls(null);
        try (MongoSessionFactory factory = Mooring.dial("mongodb://dora:s3cret@localhost:" + server.port()
                        + "/?authMechanism=PLAIN&plainWithoutTls=true");
                MongoSession session = factory.openSession()) {
            insert(session);
        }
        assertThat(server.completedCount("insert")).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsAConfigurationErrorThatSaysHowToSupplyIt() {
        assertMisconfigured(
                "",
                "&authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:azure,TOKEN_RESOURCE:x",
                "META-INF/services/io.github.mooring.api.auth.OidcTokenSource");
        assertMisconfigured(
                "ann@",
                "&authMechanism=GSSAPI&authMechanismProperties=SERVICE_REALM:OTHER.COM",
                "map the host to OTHER.COM under [domain_realm]");
    }

    private void assertMisconfigured(String user, String options, String text) {
        assertThatThrownBy(() -> insert(user, options, authority.trustingClient()))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining(text);
    }

    private void insert(String user, String more, SSLContext context) {
        ClientOptions options = ClientOptions.parse(
                        "mongodb://" + user + "localhost:" + server.port() + "/?tls=true" + more)
                .withSslContext(context);
        try (MongoSessionFactory factory = Mooring.dial(options);
                MongoSession session = factory.openSession()) {
            insert(session);
            users = server.connections().stream()
                    .map(ConnectionInfo::user)
                    .toList()
                    .toString();
        }
    }

    private void assertUser(String user) {
        assertThat(users).contains(user);
        assertThat(server.completedCount("insert")).isEqualTo(1);
    }

    private static void insert(MongoSession session) {
        session.getDatabase().getCollection("notes").insertOne(new Document());
    }
}
