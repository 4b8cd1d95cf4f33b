package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.LinkFault;
import io.github.mooring.testkit.lab.Scope;
import io.github.mooring.testkit.server.ConnectionInfo;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.RecordedRequest;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.IssuedCertificate;
import io.github.mooring.testkit.tls.ServerTls;
import io.github.mooring.testkit.wire.WireCompressor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an option changes, seen from the other end of the wire. {@link GoldenOptionsTest} says which test is whose. */
@Timeout(300)
class OptionsInEffectTest {
    private static final int READS = 40;

    private static void readOften(MongoSession session) {
        for (int i = 0; i < READS; i++) {
            var unused =
                    session.getDatabase("app").getCollection("notes").find().first();
        }
    }

    private static long finds(LabNode node) {
        return node.server().commandCount("find");
    }

    private static void awaitAll(Lab lab, MongoSession session) {
        Eventually.isTrue(
                "all are known",
                () -> session.liveServers().size() == lab.nodes().size());
    }

    @Test
    void theNameOfTheApplicationIsInTheHandshake() {
        try (ClientFixture client = ClientFixture.open("appName=shop%20%C3%BC")) {
            client.session.ping();

            assertThat(client.server.connections())
                    .isNotEmpty()
                    .extracting(ConnectionInfo::client)
                    .allSatisfy(metadata -> assertThat(
                                    Objects.requireNonNull(metadata).toString())
                            .contains("shop ü"));
        }
    }

    @Test
    void theDatabaseOfTheConnectionStringIsThatOfSessions() {
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoSessionFactory factory = Mooring.dial(server.uri() + "samples");
                MongoSession session = factory.openSession()) {
            session.getDatabase().getCollection("notes").insertOne(new Document());

            assertThat(server.requests("insert").get(0).command().get("$db")).isEqualTo("samples");
        }
    }

    @Test
    void aDirectConnectionIsToTheNamedMemberAlone() {
        try (Lab lab = Lab.start(3)) {
            LabNode secondary = lab.secondaries().get(0);
            try (MongoSessionFactory factory =
                            Mooring.dial("mongodb://" + secondary.address() + "/?directConnection=true");
                    MongoSession session = factory.openSession()) {
                readOften(session);

                assertThat(finds(secondary)).isEqualTo(READS);
                assertThat(session.liveServers()).hasSize(1);
            }
            try (MongoSessionFactory factory =
                            Mooring.dial("mongodb://" + secondary.address() + "/?directConnection=false");
                    MongoSession session = factory.openSession()) {
                readOften(session);

                assertThat(finds(secondary)).isEqualTo(READS);
                assertThat(finds(lab.primary().orElseThrow())).isEqualTo(READS);
                awaitAll(lab, session);
            }
        }
    }

    @Test
    void theHeartbeatIsWhatAServerMayKeepItsAnswerBackFor() throws InterruptedException {
        try (Lab lab = Lab.start(1);
                MongoSessionFactory factory = Mooring.dial(lab.uri() + "&heartbeatFrequencyMS=567");
                MongoSession session = factory.openSession()) {
            session.ping();
            EmbeddedServer server = lab.node(0).server();
            Eventually.isTrue(
                    "it is asked to",
                    () -> hellos(server).stream()
                            .anyMatch(hello -> hello.command().containsKey("maxAwaitTimeMS")));

            assertThat(hellos(server))
                    .filteredOn(hello -> hello.command().containsKey("maxAwaitTimeMS"))
                    .allSatisfy(hello ->
                            assertThat(hello.command().get("maxAwaitTimeMS")).hasToString("567"));
            int before = hellos(server).size();
            Eventually.isTrue(
                    "it is asked again and again", () -> hellos(server).size() >= before + 3);
        }
    }

    private static List<RecordedRequest> hellos(EmbeddedServer server) {
        return server.requests().stream()
                .filter(request -> request.command().containsKey("hello")
                        || request.command().containsKey("isMaster")
                        || request.command().containsKey("ismaster"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"poll, false", "stream, true", "auto, true"})
    void aServerThatIsPolledIsNotAskedToKeepItsAnswerBack(String mode, boolean waits) {
        try (Lab lab = Lab.start(1);
                MongoSessionFactory factory =
                        Mooring.dial(lab.uri() + "&heartbeatFrequencyMS=500&serverMonitoringMode=" + mode);
                MongoSession session = factory.openSession()) {
            session.ping();
            EmbeddedServer server = lab.node(0).server();
            Eventually.isTrue("three hellos", () -> hellos(server).size() >= 4);

            assertThat(hellos(server).stream().anyMatch(hello -> hello.command().containsKey("topologyVersion")))
                    .isEqualTo(waits);
        }
    }

    @ParameterizedTest
    @CsvSource({"20, false", "60000, true"})
    void whoIsFartherAwayThanTheThresholdIsNotReadFrom(int threshold, boolean used) {
        try (Lab lab = Lab.start(3)) {
            LabNode far = lab.secondaries().get(0);
            LabNode near = lab.secondaries().get(1);
            far.network().apply(Scope.all(), LinkFault.delay(Duration.ofMillis(used ? 200 : 1_500)));
            try (MongoSessionFactory factory =
                            Mooring.dial(lab.uri() + "&readPreference=secondary&localThresholdMS=" + threshold);
                    MongoSession session = factory.openSession()) {
                awaitAll(lab, session);
                readOften(session);

                assertThat(finds(near)).isPositive();
                assertThat(finds(far) > 0).isEqualTo(used);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"90, false", "-1, true"})
    void whoIsFartherBehindThanAllowedIsNotReadFrom(int seconds, boolean used) {
        try (Lab lab = Lab.start(3)) {
            LabNode stale = lab.secondaries().get(0);
            LabNode fresh = lab.secondaries().get(1);
            stale.replicationLag(Duration.ofHours(1));
            try (MongoSessionFactory factory = Mooring.dial(lab.uri()
                            + "&readPreference=secondary&localThresholdMS=60000&maxStalenessSeconds=" + seconds);
                    MongoSession session = factory.openSession()) {
                awaitAll(lab, session);
                readOften(session);

                assertThat(finds(fresh)).isPositive();
                assertThat(finds(stale) > 0).isEqualTo(used);
            }
        }
    }

    @Test
    void aServerOfAnotherSetIsNotUsed() {
        try (Lab lab = Lab.start(1)) {
            String uri = "mongodb://" + lab.node(0).address() + "/?replicaSet=";
            assertThatExceptionOfType(MongoConnectException.class)
                    .isThrownBy(() -> ping(uri + "other"))
                    .withMessageContaining("belongs to the replica set 'lab', not to 'other'");
            ping(uri + lab.name());
        }
    }

    private static void ping(String uri) {
        try (MongoSessionFactory factory = Mooring.dial(uri);
                MongoSession session = factory.openSession()) {
            session.ping();
        }
    }

    @Test
    void whatIsUnknownIsAnErrorForWhoIsStrict() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            ping(server.uri() + "?maxPolSize=5&strictOptions=false");
            assertThatExceptionOfType(MongoConfigurationException.class)
                    .isThrownBy(() -> ping(server.uri() + "?maxPolSize=5&strictOptions=true"))
                    .withMessageContaining("did you mean maxPoolSize?");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "9, true"})
    void zlibWorksAsHardAsTheOptionHasIt(int level, boolean smaller) {
        try (EmbeddedServer server = EmbeddedServer.builder()
                        .compressors(WireCompressor.ZLIB)
                        .start();
                MongoSessionFactory factory =
                        Mooring.dial(server.uri() + "?compressors=zlib&zlibCompressionLevel=" + level);
                MongoSession session = factory.openSession()) {
            session.getDatabase("app").getCollection("notes").insertOne(new Document("text", "ahoy ".repeat(1_000)));

            RecordedRequest insert = server.requests("insert").get(0);
            assertThat(insert.compressor()).isEqualTo(WireCompressor.ZLIB);
            assertThat(insert.wireLength() < 5_000).isEqualTo(smaller);
        }
    }

    @Test
    void aCertificateOfAnotherHostIsAcceptedOnDemandOnly(@TempDir Path folder) throws IOException {
        CertificateAuthority authority = CertificateAuthority.create("Test CA");
        String trusting = "?tls=true&tlsCAFile=" + write(folder, "ca.pem", authority.pem());
        ServerTls another = ServerTls.with(
                authority.order("CN=other").names("other.example").issue());
        try (EmbeddedServer server = EmbeddedServer.builder().tls(another).start()) {
            ping(server.uri() + trusting + "&tlsAllowInvalidHostnames=true");
            assertThatExceptionOfType(MongoConnectException.class)
                    .isThrownBy(() -> ping(server.uri() + trusting))
                    .withMessageContaining("other.example");
        }
    }

    @Test
    void aKeyIsReadWithItsPassword(@TempDir Path folder) throws IOException {
        CertificateAuthority authority = CertificateAuthority.create("Test CA");
        IssuedCertificate ann = authority.order("CN=ann,O=shop").issue();
        String keys = "&tlsCertificateKeyFile="
                + write(folder, "ann.pem", ann.certificatePem() + ann.encryptedKeyPem("s3cret"));
        String trusting = "?tls=true&tlsCAFile=" + write(folder, "ca.pem", authority.pem()) + keys;
        ServerTls demanding = ServerTls.with(authority.server()).requiringClientsOf(authority);
        try (EmbeddedServer server = EmbeddedServer.builder().tls(demanding).start()) {
            ping(server.uri() + trusting + "&tlsCertificateKeyFilePassword=s3cret");
            assertThatExceptionOfType(MongoConfigurationException.class)
                    .isThrownBy(() -> ping(server.uri() + trusting + "&tlsCertificateKeyFilePassword=wr0ng"))
                    .withMessageContaining("is tlsCertificateKeyFilePassword right?");
        }
    }

    private static String write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aReadIsSentWhereTheModeOfTheConnectionStringSays() {
        try (Lab lab = Lab.start(2);
                MongoSessionFactory factory = Mooring.dial(lab.uri() + "&readPreference=secondary");
                MongoSession session = factory.openSession()) {
            readOften(session);
            assertThat(session.mode()).isEqualTo(Mode.SECONDARY);
            assertThat(finds(lab.secondaries().get(0))).isEqualTo(READS);
        }
    }
}
