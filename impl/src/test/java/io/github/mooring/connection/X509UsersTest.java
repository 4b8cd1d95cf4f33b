package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.testkit.server.ConnectionInfo;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.RecordedRequest;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.ServerTls;
import io.github.mooring.time.Clock;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users whom a certificate vouches for, over TLS. */
class X509UsersTest extends HandshakeFixture {
    private static final String SUBJECT = "CN=client,OU=Drivers,O=MongoDB";
    private static final Grant ROOT = new Grant(Role.ROOT, "admin");

    private final CertificateAuthority authority = CertificateAuthority.create("test authority");
    private final SSLContext known =
            authority.trustingClient(authority.order(SUBJECT).issue());
    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .mechanisms("MONGODB-X509", "PLAIN")
            .certificateUser(SUBJECT, ROOT)
            .directoryUser("dora", "s3cret", ROOT)
            .tls(ServerTls.with(authority.server()).wantingClientsOf(authority))
            .start();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void certificateIsProofEnoughInsideTheHandshake() {
        try (Connection connection = open(known, x509(""))) {
            assertThat(connection.isUsable()).isTrue();
            assertThat(server.requests())
                    .extracting(RecordedRequest::commandName)
                    .containsExactly("isMaster");
            assertThat(server.connections()).extracting(ConnectionInfo::user).containsExactly(SUBJECT + "@$external");
        }
    }

    @Test
    void nameThatFitsTheCertificateIsAccepted() {
        try (Connection connection = open(known, x509(SUBJECT))) {
            assertThat(connection.isUsable()).isTrue();
        }
    }

    @Test
    void nameThatDoesNotFitIsRefused() {
        assertRefused(known, x509("CN=other"), 18, "There is no x.509 client certificate matching the user.");
    }

    @Test
    void certificateOfAStrangerIsRefused() {
        SSLContext stranger = authority.trustingClient(
                authority.order("CN=stranger,O=MongoDB").issue());

        assertRefused(stranger, x509(""), 11, "Could not find user \"CN=stranger,O=MongoDB\" for db \"$external\"");
    }

    @Test
    void clientWithoutACertificateIsToldWhatIsMissing() {
        assertRefused(
                authority.trustingClient(),
                x509(""),
                18,
                "No verified subject name available from client; was a client certificate given");
    }

    @Test
    void passwordOfADirectoryMayTravelHere() {
        Credential dora = new Credential("dora", "$external", "PLAIN", "s3cret".toCharArray());

        try (Connection connection = open(authority.trustingClient(), dora)) {
            assertThat(connection.isUsable()).isTrue();
        }
    }

    private void assertRefused(SSLContext context, Credential user, int code, String text) {
        var e = catchThrowableOfType(MongoSecurityException.class, () -> open(context, user));

        assertThat(e).hasMessageContaining("MONGODB-X509 authentication of ").hasMessageContaining(text);
        assertThat(e.code()).isEqualTo(code);
    }

    private Connection open(SSLContext context, Credential user) {
        Duration limit = Duration.ofSeconds(20);
        SocketDialer dialer = new SocketDialer(
                SocketFactory.getDefault(),
                TlsConfig.on().withContext(context),
                limit,
                Clock.system(),
                new WriteWatchdog());
        ConnectionFactory factory = new ConnectionFactory(
                dialer,
                new MechanismNegotiation(new ScramKeyCache()),
                new HandshakeSettings(null, null, limit),
                Clock.system());
        return factory.open(new ServerAddress("localhost", server.port()), user, within());
    }

    private static Credential x509(String name) {
        return new Credential(name, "$external", "MONGODB-X509", new char[0]);
    }
}
