package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.scripted.Script;
import io.github.mooring.testkit.scripted.ScriptedServer;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.IssuedCertificate;
import io.github.mooring.testkit.tls.ServerTls;
import io.github.mooring.time.Clock;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that commonly goes wrong with TLS: always one class of error, which names the server and the cause. */
@Timeout(300)
class TlsFailuresTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test CA");
    private static final CertificateAuthority OTHERS = CertificateAuthority.create("Other CA");
    private static final IssuedCertificate ANN =
            AUTHORITY.order("CN=ann,O=shop").issue();

    @TempDir
    static Path folder;

    private static TlsConfig trusting;

    @BeforeAll
    static void writeFiles() throws IOException {
        trusting = TlsConfig.of(files(null), true, true);
    }

    private static TlsFiles files(@Nullable IssuedCertificate own) throws IOException {
        Path ca = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem());
        if (own == null) {
            return TlsFiles.trusting(ca.toString());
        }
        Path key = Files.writeString(Files.createTempFile(folder, "own", ".pem"), own.pem());
        return new TlsFiles(ca.toString(), key.toString(), null);
    }

    static Stream<Arguments> serversThatAreRefused() {
        return Stream.of(
                server(
                        "expired",
                        AUTHORITY.order("CN=old").names("localhost").expired().issue(),
                        "the certificate is not trusted (expired: subject 'CN=old', issuer 'CN=Test CA', valid from 20",
                        " to 20"),
                server(
                        "not yet valid",
                        AUTHORITY
                                .order("CN=soon")
                                .names("localhost")
                                .notYetValid()
                                .issue(),
                        "not valid yet, or the clock of this machine is wrong: subject 'CN=soon'"),
                server(
                        "self-signed",
                        CertificateAuthority.selfSigned("CN=alone", "localhost"),
                        "it is self-signed, and not in tlsCAFile '",
                        "ca.pem': subject 'CN=alone'"),
                server(
                        "of an unknown authority",
                        OTHERS.server(),
                        "its issuer 'CN=Other CA' is not in tlsCAFile '",
                        "subject 'CN=server'"),
                server(
                        "for another host",
                        AUTHORITY
                                .order("CN=other")
                                .names("db.example", "10.1.2.3")
                                .issue(),
                        "host name mismatch: the certificate is not made out for 'localhost' but for db.example,"
                                + " 10.1.2.3 (subject 'CN=other')"),
                server(
                        "for no host",
                        AUTHORITY.order("CN=nobody").issue(),
                        "host name mismatch: the certificate is not made out for 'localhost' but for no host by name,"
                                + " only subject 'CN=nobody'"));
    }

    private static Arguments server(String name, IssuedCertificate certificate, String... expected) {
        return Arguments.of(name, certificate, List.of(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("serversThatAreRefused")
    void certificateOfTheServerIsRefused(String name, IssuedCertificate certificate, List<String> expected) {
        try (EmbeddedServer server = EmbeddedServer.builder()
                        .tls(ServerTls.with(certificate))
                        .start();
                TlsClient client = new TlsClient(trusting)) {
            assertThat(refusal(client, server.port())).as(name).contains(expected);
            assertThat(server.commandCount("hello")).isZero();
        }
    }

    static Stream<Arguments> clientsThatAreRefused() throws IOException {
        IssuedCertificate expired = AUTHORITY.order("CN=old,O=shop").expired().issue();
        IssuedCertificate foreign = OTHERS.order("CN=eve").issue();
        String none = "it wants a client certificate, and tlsCertificateKeyFile is not set";
        String old =
                "the certificate of tlsCertificateKeyFile is expired: subject 'CN=old,O=shop', issuer 'CN=Test CA',"
                        + " valid from 20";
        String unknown = "the certificate of tlsCertificateKeyFile is not one that it accepts: subject 'CN=eve', issuer"
                + " 'CN=Other CA'";
        return Stream.of("TLSv1.3", "TLSv1.2")
                .flatMap(version -> Stream.of(
                        Arguments.of(version, "none", null, none),
                        Arguments.of(version, "an expired one", expired, old),
                        Arguments.of(version, "another authority's", foreign, unknown)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("clientsThatAreRefused")
    void certificateOfTheClientIsRefused(String version, String name, @Nullable IssuedCertificate own, String expected)
            throws IOException {
        ServerTls tls =
                ServerTls.with(AUTHORITY.server()).requiringClientsOf(AUTHORITY).speaking(version);
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start();
                TlsClient client = new TlsClient(TlsConfig.of(files(own), true, true))) {
            assertThat(refusal(client, server.port())).as(name).contains("refused us with the TLS alert ", expected);
        }
    }

    @Test
    void clientWithACertificateThatIsAcceptedIsKnownToTheServer() throws IOException {
        ServerTls tls = ServerTls.with(AUTHORITY.server()).requiringClientsOf(AUTHORITY);
        try (EmbeddedServer server = EmbeddedServer.builder().tls(tls).start();
                TlsClient client = new TlsClient(TlsConfig.of(files(ANN), true, true));
                Connection connection = client.open(server.port())) {
            assertThat(TlsClient.isOk(connection)).isTrue();
            assertThat(server.connections())
                    .singleElement()
                    .matches(each -> "CN=ann,O=shop".equals(each.certificateSubject()));
        }
    }

    static Stream<Arguments> checksThatAreOff() {
        IssuedCertificate expired =
                AUTHORITY.order("CN=old").names("localhost").expired().issue();
        IssuedCertificate elsewhere =
                AUTHORITY.order("CN=other").names("db.example").issue();
        IssuedCertificate alone = CertificateAuthority.selfSigned("CN=alone", "db.example");
        return Stream.of(
                Arguments.of("tlsAllowInvalidCertificates, expired", false, true, expired, null),
                Arguments.of("tlsAllowInvalidCertificates, other host", false, true, elsewhere, "host name mismatch"),
                Arguments.of("tlsAllowInvalidHostnames, other host", true, false, elsewhere, null),
                Arguments.of("tlsAllowInvalidHostnames, expired", true, false, expired, "is not trusted (expired"),
                Arguments.of("tlsInsecure, self-signed for another host", false, false, alone, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checksThatAreOff")
    void eachCheckIsSwitchedOffByItself(
            String name,
            boolean certificateCheck,
            boolean hostNameCheck,
            IssuedCertificate certificate,
            @Nullable String refusal)
            throws IOException {
        TlsConfig config = TlsConfig.of(files(null), certificateCheck, hostNameCheck);
        try (EmbeddedServer server = EmbeddedServer.builder()
                        .tls(ServerTls.with(certificate))
                        .start();
                TlsClient client = new TlsClient(config)) {
            if (refusal != null) {
                assertThat(refusal(client, server.port())).as(name).contains(refusal);
                return;
            }
            try (Connection connection = client.open(server.port())) {
                assertThat(TlsClient.isOk(connection)).as(name).isTrue();
            }
        }
    }

    /** To one that reads on it looks as if a large message had begun. */
    @Test
    void serverWithoutTlsThatWaitsForMoreIsSuspectedInTheEnd() {
        try (EmbeddedServer server = EmbeddedServer.start();
                TlsClient client = new TlsClient(trusting, Clock.system(), Duration.ofMillis(500))) {
            assertThat(refusal(client, server.port()))
                    .contains("the TLS handshake timed out after ", "does the peer speak TLS at all (tls=true)?");
        }
    }

    @Test
    void serverWithoutTlsThatHangsUpIsSuspected() {
        try (ScriptedServer server = ScriptedServer.start(Script.closeAtOnce());
                TlsClient client = new TlsClient(trusting)) {
            assertThat(refusal(client, server.port()))
                    .contains("the peer ended the connection during the TLS handshake; does it speak TLS at all");
        }
    }

    @Test
    void serverWithTlsIsToldFromOneWithout() {
        try (EmbeddedServer server = EmbeddedServer.builder()
                        .tls(ServerTls.with(AUTHORITY.server()))
                        .start();
                TlsClient client = new TlsClient(TlsConfig.off())) {
            assertThat(refusal(client, server.port())).contains("a TLS alert: the server expects TLS (tls=true)");
        }
    }

    static Stream<Arguments> peersThatAreNoneOfOurs() {
        byte[] alert = HexFormat.of().parseHex("15030100020246"); // fatal, protocol_version
        byte[] oldHello = HexFormat.of()
                .parseHex("16030200310200002d0302" + "11".repeat(32) + "00" + "c013" + "00" + "0005ff01000100");
        byte[] cut = HexFormat.of().parseHex("16030300310200002d0303" + "11".repeat(8));
        byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                Arguments.of("an alert about the version", alert, false, "no version of TLS that this JVM offers"),
                Arguments.of("an old version", oldHello, false, "no version of TLS that this JVM accepts"),
                Arguments.of("a handshake that is cut off", cut, true, "the peer ended the connection during the TLS"),
                Arguments.of("another protocol", http, false, "the peer does not speak TLS, but tls=true"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("peersThatAreNoneOfOurs")
    void peerThatAnswersSomethingElseIsRefused(String name, byte[] bytes, boolean closes, String expected) {
        Gate gate = new Gate();
        Script script =
                closes ? Script.sending(bytes).close() : Script.sending(bytes).pauseAt(gate);
        try (ScriptedServer server = ScriptedServer.start(script);
                TlsClient client = new TlsClient(trusting)) {
            assertThat(refusal(client, server.port())).as(name).contains(expected);
            gate.open();
        }
    }

    /** What the attempt to connect fails with; no command was sent, and it says to whom. */
    private static String refusal(TlsClient client, int port) {
        MongoException e = catchThrowableOfType(
                MongoException.class, () -> client.open(port).close());

        assertThat(e).isExactlyInstanceOf(MongoConnectException.class);
        assertThat(e.bytesSent()).isFalse();
        assertThat(e).hasMessageStartingWith("cannot connect to localhost:" + port + ": ");
        return String.valueOf(e.getMessage());
    }
}
