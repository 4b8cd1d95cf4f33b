package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.client.CapturedLog;
import io.github.mooring.testkit.server.ConnectionInfo;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.IssuedCertificate;
import io.github.mooring.testkit.tls.ServerTls;
import io.github.mooring.time.ManualClock;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates on both sides are renewed while a client runs: what is open goes on, what is new uses the new files. */
@Timeout(300)
class TlsRenewalTest {
    private static final String LOG = "io.github.mooring.transport.TlsContexts";

    private final CertificateAuthority authority = CertificateAuthority.create("Test CA");
    private final ManualClock time = new ManualClock();
    private final IssuedCertificate ann = authority.order("CN=ann").issue();
    private final IssuedCertificate bob = authority.order("CN=bob").issue();
    private final ServerTls tls = ServerTls.with(authority.server()).requiringClientsOf(authority);

    @TempDir
    Path folder;

    private TlsConfig config;

    @BeforeEach
    void writeFiles() throws IOException {
        put("ca.pem", authority.pem());
        put("own.pem", ann.pem());
        TlsFiles files = new TlsFiles(
                folder.resolve("ca.pem").toString(), folder.resolve("own.pem").toString(), null);
        config = TlsConfig.of(files, true, true);
    }

    /** As tools that renew certificates do it: another file, moved into place. */
    private void put(String name, String pem) throws IOException {
        Path fresh = Files.writeString(folder.resolve(name + ".new"), pem);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void newConnectionsShowTheRenewedCertificateAndOldOnesGoOn() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start();
                TlsClient client = new TlsClient(config, time.clock());
                Connection old = client.open(server.port())) {
            put("own.pem", bob.pem());
            server.tls(tls.renewed(authority.server()));

            try (Connection early = client.open(server.port())) {
                assertThat(TlsClient.isOk(early)).isTrue();
                assertThat(subjects(server))
                        .as("the files are looked at once a second")
                        .containsExactly("CN=ann", "CN=ann");
            }
            time.advance(Duration.ofSeconds(1));
            try (Connection fresh = client.open(server.port())) {
                assertThat(TlsClient.isOk(fresh)).isTrue();
                assertThat(TlsClient.isOk(old)).isTrue();
                assertThat(subjects(server)).startsWith("CN=ann").endsWith("CN=bob");
            }
        }
    }

    @Test
    void anotherAuthorityIsTrustedFromTheNextLookOn() throws Exception {
        CertificateAuthority other = CertificateAuthority.create("Other CA");
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start();
                TlsClient client = new TlsClient(config, time.clock());
                Connection old = client.open(server.port())) {
            server.tls(tls.renewed(other.server()));
            assertThatThrownBy(() -> client.open(server.port()).close())
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageContaining("its issuer 'CN=Other CA' is not in tlsCAFile");

            put("ca.pem", authority.pem() + other.pem());
            time.advance(Duration.ofSeconds(1));

            try (Connection fresh = client.open(server.port())) {
                assertThat(TlsClient.isOk(fresh)).isTrue();
                assertThat(TlsClient.isOk(old)).isTrue();
            }
        }
    }

    @Test
    void certificateOfTheServerThatHasExpiredIsRefusedWithItsSubjectAndDates() throws Exception {
        IssuedCertificate expired =
                authority.order("CN=late").names("localhost").expired().issue();
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start();
                TlsClient client = new TlsClient(config, time.clock());
                Connection old = client.open(server.port())) {
            server.tls(tls.renewed(expired));

            assertThatThrownBy(() -> client.open(server.port()).close())
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageContaining("cannot connect to localhost:" + server.port())
                    .hasMessageContaining("expired: subject 'CN=late'")
                    .hasMessageContaining(
                            "to " + expired.certificate().getNotAfter().toInstant());
            assertThat(TlsClient.isOk(old)).isTrue();
        }
    }

    @Test
    void filesThatCannotBeUsedChangeNothingButTheLogAndTheErrorThatFollows() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start();
                CapturedLog log = CapturedLog.of(LOG, Level.WARNING);
                TlsClient client = new TlsClient(config, time.clock())) {
            put("own.pem", "-----BEGIN CERTIFICATE-----\nAQID\n");
            for (int i = 0; i < 3; i++) {
                time.advance(Duration.ofSeconds(2));
                try (Connection connection = client.open(server.port())) {
                    assertThat(TlsClient.isOk(connection)).isTrue();
                }
            }
            assertThat(log.lines())
                    .as("told once")
                    .singleElement()
                    .asString()
                    .contains("cannot be used", "own.pem': line 1: the block CERTIFICATE has no end");

            server.tls(tls.renewed(CertificateAuthority.selfSigned("CN=alone", "localhost")));
            assertThatThrownBy(() -> client.open(server.port()).close())
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageContaining("the certificate is not trusted")
                    .hasMessageContaining("the TLS files have changed since they were read, but cannot be used: ");

            server.tls(tls);
            put("own.pem", bob.pem());
            time.advance(Duration.ofSeconds(1));
            try (Connection connection = client.open(server.port())) {
                assertThat(TlsClient.isOk(connection)).isTrue();
                assertThat(subjects(server)).endsWith("CN=bob");
            }
        }
    }

    @Test
    void filesThatAreTakenAwayChangeNothingEither() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start();
                CapturedLog log = CapturedLog.of(LOG, Level.WARNING);
                TlsClient client = new TlsClient(config, time.clock())) {
            Files.delete(folder.resolve("ca.pem"));
            time.advance(Duration.ofSeconds(1));

            try (Connection connection = client.open(server.port())) {
                assertThat(TlsClient.isOk(connection)).isTrue();
            }
            assertThat(log.lines()).singleElement().asString().contains("ca.pem': there is no such file");
        }
    }

    @Test
    void filesThatCannotBeUsedAtFirstKeepTheClientFromBeingMade() throws Exception {
        put("own.pem", ann.keyPem());

        assertThatThrownBy(() -> new TlsClient(config).close())
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("own.pem': it holds no certificate, only PRIVATE KEY at line 1");
    }

    @Test
    void whoeverSwitchesChecksOffIsWarned() {
        try (CapturedLog log = CapturedLog.of(LOG, Level.WARNING)) {
            new TlsClient(config).close();
            assertThat(log.lines()).isEmpty();
            new TlsClient(TlsConfig.of(null, false, false)).close();
            assertThat(log.lines()).singleElement().asString().contains("any certificate is accepted from servers");
            new TlsClient(TlsConfig.of(null, true, false)).close();
            assertThat(log.lines().get(1)).contains("certificates of other hosts are accepted");
        }
    }

    private static List<String> subjects(EmbeddedServer server) {
        return server.connections().stream()
                .map(ConnectionInfo::certificateSubject)
                .map(Objects::requireNonNull)
                .toList();
    }
}
