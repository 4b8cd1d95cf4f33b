package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.RecordedRequest;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.ServerTls;
import io.github.mooring.testkit.wire.WireCompressor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Options of encryption and compression, from the connection string to the wire. */
@Timeout(300)
class TransportOptionsTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test CA");

    @TempDir
    Path folder;

    private static EmbeddedServer server() {
        return EmbeddedServer.builder().tls(ServerTls.with(AUTHORITY.server())).start();
    }

    private static String uri(EmbeddedServer server, String options) {
        return "mongodb://localhost:" + server.port() + "/?tls=true" + options;
    }

    private static void ping(String uri) {
        try (MongoSessionFactory factory = Mooring.dial(uri);
                MongoSession session = factory.openSession()) {
            session.ping();
        }
    }

    private String file(String name, String pem) throws IOException {
        return Files.writeString(folder.resolve(name), pem).toString();
    }

    @Test
    void aServerIsTrustedWhoseAuthorityIsInTheNamedFile() throws IOException {
        try (EmbeddedServer server = server()) {
            ping(uri(server, "&tlsCAFile=" + file("ca.pem", AUTHORITY.pem())));

            assertThatExceptionOfType(MongoConnectException.class)
                    .isThrownBy(() -> ping(uri(server, "")))
                    .withMessageContaining("localhost:" + server.port())
                    .withMessageContaining("in the JVM's trust store");
        }
    }

    @Test
    void aClientShowsTheCertificateInTheNamedFile() throws IOException {
        var ann = AUTHORITY.order("CN=ann,O=shop").issue();
        ServerTls demanding = ServerTls.with(AUTHORITY.server()).requiringClientsOf(AUTHORITY);
        try (EmbeddedServer server = EmbeddedServer.builder().tls(demanding).start()) {
            String trusting = uri(server, "&tlsCAFile=" + file("ca.pem", AUTHORITY.pem()));
            ping(trusting + "&tlsCertificateKeyFile=" + file("ann.pem", ann.pem()));

            assertThatExceptionOfType(MongoConnectException.class)
                    .isThrownBy(() -> ping(trusting))
                    .withMessageContaining("localhost:" + server.port())
                    .withMessageContaining("it wants a client certificate");
        }
    }

    @Test
    void whoWantsToCheckNothingMayDoSo() {
        try (EmbeddedServer server = server()) {
            ping(uri(server, "&tlsInsecure=true"));
            ping(uri(server, "&tlsAllowInvalidCertificates=true"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesAreCompressedAsTheOptionHasIt(WireCompressor compressor) {
        try (EmbeddedServer server =
                        EmbeddedServer.builder().compressors(compressor).start();
                MongoSessionFactory factory = Mooring.dial(
                        server.uri() + "?compressors=" + compressor.name().toLowerCase(Locale.ROOT));
                MongoSession session = factory.openSession()) {
            session.getDatabase("app").getCollection("notes").insertOne(new Document("text", "ahoy ".repeat(1_000)));

            RecordedRequest insert = server.requests("insert").get(0);
            assertThat(insert.compressor()).isEqualTo(compressor);
            assertThat(insert.wireLength()).isLessThan(1_000);
        }
    }
}
