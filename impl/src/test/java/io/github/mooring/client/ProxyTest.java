package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.net.SocksServer;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code proxyHost} and what belongs to it: servers that can be reached by way of a proxy only, since it alone knows their names. */
@Timeout(300)
class ProxyTest {
    private static final String NAME = "db.internal.example";

    private final SocksServer proxy = SocksServer.start().knows(NAME);

    @AfterEach
    void close() {
        proxy.close();
    }

    private String uri(EmbeddedServer server, String more) {
        return "mongodb://" + NAME + ":" + server.port() + "/?proxyHost=127.0.0.1&proxyPort=" + proxy.port() + more;
    }

    @Test
    void operationsAndMonitorsGoThroughTheProxy() {
        proxy.user("ann", "p:@ss");
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoSessionFactory factory = Mooring.dial(uri(server, "&proxyUsername=ann&proxyPassword=p%3A%40ss"));
                MongoSession session = factory.openSession()) {
            session.getDatabase("app").getCollection("notes").insertOne(new Document("_id", 1));

            assertThat(proxy.requests())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(request -> request.equals("name " + NAME + ":" + server.port() + " ann"));
            assertThat(server.connections())
                    .hasSizeLessThanOrEqualTo(proxy.requests().size());
        }
    }

    @Test
    void theMembersOfASetAreFoundThroughIt() {
        try (Lab lab = Lab.start(3);
                MongoSessionFactory factory =
                        Mooring.dial(lab.uri() + "&proxyHost=localhost&proxyPort=" + proxy.port());
                MongoSession session = factory.openSession()) {
            session.getDatabase("app").getCollection("notes").insertOne(new Document("_id", 1));
            Eventually.isTrue("all are known", () -> session.liveServers().size() == 3);

            assertThat(proxy.requests().stream().distinct()).hasSize(3);
        }
    }

    @Test
    void theCertificateBehindTheProxyIsTheServersOwn(@TempDir Path folder) throws IOException {
        CertificateAuthority authority = CertificateAuthority.create("Test CA");
        String trusting = "&tls=true&tlsCAFile=" + Files.writeString(folder.resolve("ca.pem"), authority.pem());
        var own = authority.order("CN=db").names(NAME).issue();
        try (EmbeddedServer server =
                EmbeddedServer.builder().tls(ServerTls.with(own)).start()) {
            ping(uri(server, trusting));
            server.tls(ServerTls.with(authority.server())); // made out for the proxy's host, and not for its own
            assertThatExceptionOfType(MongoConnectException.class)
                    .isThrownBy(() -> ping(uri(server, trusting)))
                    .withMessageContaining(NAME);
        }
    }

    private static void ping(String uri) {
        try (MongoSessionFactory factory = Mooring.dial(uri);
                MongoSession session = factory.openSession()) {
            session.ping();
        }
    }

    @Test
    void whoWaitsForAServerIsToldWhatIsWrongWithTheProxy() {
        proxy.user("bob", "other");
        try (EmbeddedServer server = EmbeddedServer.start()) {
            assertThatExceptionOfType(MongoConnectException.class)
                    .isThrownBy(() -> ping(uri(server, "&proxyUsername=ann&proxyPassword=s3ntinel")))
                    .withMessageContaining(NAME)
                    .withMessageContaining("by way of the proxy 127.0.0.1:" + proxy.port())
                    .withMessageContaining("it refuses user 'ann'")
                    .withMessageNotContaining("s3ntinel");
            assertThat(server.connections()).isEmpty();
        }
    }

    @Test
    void aPasswordThatIsTooLongIsRefusedWithoutBeingShown() {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.parse(
                        "mongodb://h/?proxyHost=p&proxyUsername=u&proxyPassword=" + "s3ntinel".repeat(40)))
                .withMessageContaining("proxyPassword has 320 bytes of UTF-8, allowed is 1 to 255")
                .withMessageNotContaining("s3ntinel");
    }
}
