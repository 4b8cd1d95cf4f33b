package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.dns.SystemResolver;
import io.github.mooring.testkit.dns.DnsFault;
import io.github.mooring.testkit.dns.DnsRecord;
import io.github.mooring.testkit.dns.DnsResponder;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.ServerTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code mongodb+srv://} as an application uses it: a name server on this machine, the lab behind the name, and nothing else. */
@Timeout(300)
class SrvTest {
    /** The domain of this name is {@code 0.0.1}, and 127.0.0.1 is in it. */
    private static final String NAME = "cluster.0.0.1";

    private static final String QUERY = "_mongodb._tcp." + NAME;
    private static final String PLAIN = "mongodb+srv://" + NAME + "/?tls=false";

    private final DnsResponder names = DnsResponder.start();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void askOurs() {
        System.setProperty(
                SystemResolver.PROPERTY, "127.0.0.1:" + names.address().getPort());
    }

    @AfterEach
    void askOthersAgain() throws Exception {
        System.clearProperty(SystemResolver.PROPERTY);
        names.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
        Eventually.isTrue(
                "no thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("mooring-srv:" + NAME)));
    }

    private void name(int port) {
        names.add(DnsRecord.srv(QUERY, 60, port, "127.0.0.1."));
    }

    private static void ping(String uri) {
        try (MongoSessionFactory factory = Mooring.dial(uri);
                MongoSession session = factory.openSession()) {
            session.ping();
        }
    }

    @Test
    void aReplicaSetBehindANameIsFoundWrittenToAndRead() {
        try (Lab lab = Lab.start(3)) {
            lab.nodes().stream().map(LabNode::port).forEach(this::name);
            names.add(DnsRecord.txt(NAME, 60, "replicaSet=" + lab.name()));
            try (MongoSessionFactory factory = Mooring.dial(PLAIN);
                    MongoSession session = factory.openSession()) {
                var notes = session.getDatabase("app").getCollection("notes");
                notes.insertOne(new Document("_id", 1));

                assertThat(notes.find().first()).isEqualTo(new Document("_id", 1));
                assertThat(factory.statistics().server().port())
                        .isEqualTo(lab.primary().orElseThrow().port());
                Eventually.isTrue("all are known", () -> session.liveServers().size() == 3);
            }
        }
    }

    @Test
    void theDatabaseThatKnowsTheUserMayStandInTheText() {
        try (EmbeddedServer server = EmbeddedServer.builder()
                .requireAuthentication()
                .user("ann", "s3cret", "people", new Grant(Role.READ_WRITE, "app"))
                .user("bob", "hush", "people", new Grant(Role.READ_WRITE, "app"))
                .start()) {
            name(server.port());
            names.add(DnsRecord.txt(NAME, 60, "auth", "Source=people"));
            try (MongoSessionFactory factory = Mooring.dial("mongodb+srv://ann:s3cret@" + NAME + "/app?tls=false");
                    MongoSession ann = factory.openSession();
                    MongoSession bob = factory.openSession("bob", "hush".toCharArray())) {
                ann.getDatabase().getCollection("notes").insertOne(new Document("_id", 1));
                assertThat(bob.getDatabase().getCollection("notes").countDocuments(new Document()))
                        .isEqualTo(1);
                ann.login("bob", "hush".toCharArray());
                ann.ping();
            }
        }
    }

    @Test
    void serversBehindANameAreExpectedToEncrypt() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create("Test CA");
        String file =
                Files.writeString(folder.resolve("ca.pem"), authority.pem()).toString();
        try (EmbeddedServer plain = EmbeddedServer.start()) {
            name(plain.port());
            assertThatExceptionOfType(MongoException.class)
                    .isThrownBy(() -> ping("mongodb+srv://" + NAME + "/?connectTimeoutMS=2000&tlsCAFile=" + file))
                    .withMessageContaining("TLS");
        }
        names.remove(QUERY);
        try (EmbeddedServer encrypting =
                EmbeddedServer.builder().tls(ServerTls.with(authority.server())).start()) {
            name(encrypting.port());
            ping("mongodb+srv://" + NAME + "/?tlsCAFile=" + file);
        }
    }

    @Test
    void aFileThatCannotBeReadIsToldWhenTheClientIsMade() {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> Mooring.dial("mongodb+srv://" + NAME + "/?tlsCAFile=" + folder.resolve("none.pem")))
                .withMessageContaining("none.pem");
    }

    @Test
    void aSlowNameServerIsWaitedFor() {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            name(server.port());
            names.delay(Duration.ofMillis(400));

            long start = System.nanoTime();
            ping(PLAIN);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(800));
        }
    }

    @Test
    void anOperationThatBeganWhileTheNameServerWasDownGoesOnWhenItIsBack() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            name(server.port());
            names.misbehave(DnsFault.SERVER_FAILURE);
            try (MongoSessionFactory factory = Mooring.dial(PLAIN);
                    MongoSession session = factory.openSession()) {
                Future<Duration> ping = threads.submit(session::ping);
                Eventually.isTrue(
                        "it was asked in vain, twice",
                        () -> factory.statistics().pingsFailed() >= 2);
                assertThat(factory.statistics().lastError())
                        .contains(
                                "mongodb+srv://" + NAME,
                                "127.0.0.1:" + names.address().getPort(),
                                "SERVFAIL");
                names.behave();

                assertThat(ping).succeedsWithin(Duration.ofSeconds(40));
            }
        }
    }

    @Test
    void whoWaitsForANameServerThatIsDownIsToldAfterTwoSecondsWhoWasAsked() {
        names.misbehave(DnsFault.REFUSED);
        long start = System.nanoTime();

        assertThatExceptionOfType(MongoConnectException.class)
                .isThrownBy(() -> ping(PLAIN))
                .withMessageContaining("no server is known, and has not been for 2000 ms")
                .withMessageContaining("mongodb+srv://" + NAME)
                .withMessageContaining("127.0.0.1:" + names.address().getPort() + ": REFUSED");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    }

    @Test
    void aNameThatDoesNotExistAndAServerOutsideOfTheDomainAreToldAtOnce() {
        long start = System.nanoTime();
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ping(PLAIN))
                .withMessageContaining("there is no SRV record " + QUERY);

        names.add(DnsRecord.srv(QUERY, 60, 27017, "db.example.com."));
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ping(PLAIN))
                .withMessageContaining("'db.example.com'")
                .withMessageContaining("0.0.1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    }

    @Test
    void whoClosesTheFactoryWaitsForNoNameServer() throws Exception {
        names.misbehave(DnsFault.SILENCE);
        MongoSessionFactory factory = Mooring.dial(PLAIN);
        MongoSession session = factory.openSession();
        Future<Duration> waiting = threads.submit(session::ping);
        Eventually.isTrue("it was asked", () -> !names.questions().isEmpty());

        long start = System.nanoTime();
        factory.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThatThrownBy(() -> waiting.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(MongoClosedException.class);
    }
}
