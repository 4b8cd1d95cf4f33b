package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.IssuedCertificate;
import io.github.mooring.testkit.tls.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server under TLS, for the vendor's driver and for a bare socket. */
@Timeout(300)
class TlsTest {
    private final CertificateAuthority authority = CertificateAuthority.create("Test CA");
    private final IssuedCertificate ann =
            authority.order("CN=ann,OU=users,O=shop").issue();

    @Test
    void driverWorksUnderTls() {
        try (EmbeddedServer server = EmbeddedServer.builder()
                        .tls(ServerTls.with(authority.server()))
                        .start();
                MongoClient client = client(server, authority.trustingClient())) {
            client.getDatabase("db").getCollection("c").insertOne(new Document("_id", 1));

            assertThat(client.getDatabase("db").getCollection("c").countDocuments())
                    .isEqualTo(1);
            assertThat(server.connections()).isNotEmpty().allMatch(each -> each.certificateSubject() == null);
        }
    }

    @Test
    void clientsCertificateIsKnownByItsSubject() {
        ServerTls tls = ServerTls.with(authority.server()).requiringClientsOf(authority);
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start();
                MongoClient client = client(server, authority.trustingClient(ann))) {
            client.getDatabase("db").runCommand(new Document("ping", 1));

            assertThat(server.connections())
                    .isNotEmpty()
                    .allMatch(each -> "CN=ann,OU=users,O=shop".equals(each.certificateSubject()));
        }
    }

    @Test
    void clientWithoutACertificateIsServedWhereOneIsOnlyWanted() {
        ServerTls tls = ServerTls.with(authority.server()).wantingClientsOf(authority);
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start();
                MongoClient client = client(server, authority.trustingClient())) {
            assertThat(client.getDatabase("db").runCommand(new Document("ping", 1)))
                    .containsEntry("ok", 1.0);
        }
    }

    @Test
    void clientWithoutACertificateIsRefusedWhereOneIsRequired() {
        ServerTls tls = ServerTls.with(authority.server()).requiringClientsOf(authority);
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start()) {
            assertThatThrownBy(() -> read(server, authority.trustingClient()))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("bad_certificate");
        }
    }

    @Test
    void clientInTheOpenIsRefused() {
        try (EmbeddedServer server = EmbeddedServer.builder()
                        .tls(ServerTls.with(authority.server()))
                        .start();
                MongoClient client = DriverSession.client(server.uri() + "?serverSelectionTimeoutMS=500")) {
            assertThatThrownBy(() -> client.getDatabase("db").runCommand(new Document("ping", 1)))
                    .isInstanceOf(MongoTimeoutException.class);
            assertThat(server.failedConnections()).isPositive();
        }
    }

    @Test
    void renewedCertificateIsShownOnNewConnectionsOnly() throws Exception {
        ServerTls tls = ServerTls.with(authority.server());
        IssuedCertificate second =
                authority.order("CN=renewed").names("localhost").issue();
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start();
                SSLSocket old = connect(server, authority.trustingClient())) {
            server.tls(tls.renewed(second));

            try (SSLSocket fresh = connect(server, authority.trustingClient())) {
                assertThat(shown(old)).isNotEqualTo(second.certificate());
                assertThat(shown(fresh)).isEqualTo(second.certificate());
            }
        }
    }

    private static X509Certificate shown(SSLSocket socket) throws SSLException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private static SSLSocket connect(EmbeddedServer server, SSLContext context) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.startHandshake();
        return socket;
    }

    /** With TLS 1.3 a client learns with its first read that its certificate was missed. */
    private static void read(EmbeddedServer server, SSLContext context) throws IOException {
        try (SSLSocket socket = connect(server, context)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static MongoClient client(EmbeddedServer server, SSLContext context) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(server.uri() + "?tls=true"))
                .applyToSslSettings(ssl -> ssl.enabled(true).context(context))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(10, TimeUnit.SECONDS))
                .build());
    }
}
