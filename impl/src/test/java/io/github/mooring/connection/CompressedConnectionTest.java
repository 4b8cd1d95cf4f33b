package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.RecordedRequest;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.testkit.wire.WireCompressor;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.SocketFactory;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each compressor against a server that has the reference implementations. */
@Timeout(300)
class CompressedConnectionTest {
    private static final Set<String> NEVER = Set.of("isMaster", "hello", "saslStart", "saslContinue");
    private static final int THREADS = 8;
    private static final int CALLS = 40;

    private final WriteWatchdog watchdog = new WriteWatchdog();
    private final DaemonTaskRunner runner = new DaemonTaskRunner("test");

    @BeforeEach
    void runTheWatchdog() {
        runner.repeat("write-watchdog", Duration.ofMillis(20), watchdog::runOnce);
    }

    @AfterEach
    void endTheRunner() {
        runner.close();
    }

    @ParameterizedTest
    @EnumSource
    void requestsAndRepliesAreSmallerOnTheWireAndSecretsAreNot(WireCompressor compressor) {
        try (EmbeddedServer server = server(compressor);
                Connection connection = open(server, compressor)) {
            BsonDocument insert = insert(1, 1, 20_000);

            assertThat(call(connection, insert).getNumber("n").intValue()).isEqualTo(1);
            BsonDocument found = call(connection, find(1));

            assertThat(found.getDocument("cursor").getArray("firstBatch")).isEqualTo(insert.getArray("documents"));
            RecordedRequest sent = server.requests("insert").get(0);
            assertThat(sent.compressor()).isEqualTo(compressor);
            assertThat(sent.frame().length).isGreaterThan(20_000);
            assertThat(sent.wireLength()).isLessThan(2_000);
            assertThat(server.requests())
                    .filteredOn(request -> NEVER.contains(request.commandName()))
                    .extracting(RecordedRequest::commandName)
                    .contains("isMaster", "saslContinue");
            assertThat(server.requests())
                    .allMatch(request -> NEVER.contains(request.commandName()) == (request.compressor() == null));
        }
    }

    /** Replies of all sizes, larger than the array that is read into as well, each to whom it belongs. */
    @ParameterizedTest
    @EnumSource
    void manyCallersShareAConnectionWhoseMessagesAreCompressed(WireCompressor compressor) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (EmbeddedServer server = server(compressor);
                Connection connection = open(server, compressor)) {
            List<Future<Void>> callers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                callers.add(threads.submit(caller(connection, number)));
            }
            for (Future<Void> each : callers) {
                each.get();
            }
            assertThat(server.commandCount("find")).isEqualTo(THREADS * CALLS);
            assertThat(server.failedConnections()).isZero();
            assertThat(connection.isUsable()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> caller(Connection connection, int thread) {
        return () -> {
            for (int i = 0; i < CALLS; i++) {
                int id = thread * CALLS + i;
                BsonDocument insert = insert(id, 1 + i % 3, 1 << (i % 17));
                call(connection, insert);
                assertThat(call(connection, find(id)).getDocument("cursor").getArray("firstBatch"))
                        .isEqualTo(insert.getArray("documents"));
            }
            return null;
        };
    }

    private static BsonDocument insert(int key, int count, int size) {
        BsonArray documents = new BsonArray();
        for (int i = 0; i < count; i++) {
            documents.add(new BsonDocument("_id", new BsonInt32(key * 10 + i))
                    .append("key", new BsonInt32(key))
                    .append(
                            "text",
                            new BsonString(key % 2 == 0 ? noise(key, size) : "always the same ".repeat(size / 16))));
        }
        return new BsonDocument("insert", new BsonString("c")).append("documents", documents);
    }

    /** Hardly to be compressed, so that replies do not fit into the array that is read into; the same for each key. */
    private static String noise(int key, int size) {
        return new Random(key)
                .ints(size, 'A', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static BsonDocument find(int key) {
        return new BsonDocument("find", new BsonString("c"))
                .append("filter", new BsonDocument("key", new BsonInt32(key)));
    }

    private static BsonDocument call(Connection connection, BsonDocument command) {
        return connection.call(
                new BsonCommand("db", command.clone()), within(), (body, server) -> body.toBsonDocument());
    }

    private static EmbeddedServer server(WireCompressor compressor) {
        return EmbeddedServer.builder()
                .requireAuthentication()
                .user("ann", "s3cret", "admin", new Grant(Role.ROOT, "admin"))
                .compressors(compressor)
                .start();
    }

    private Connection open(EmbeddedServer server, WireCompressor compressor) {
        Duration timeout = Duration.ofSeconds(20);
        SocketDialer dialer =
                new SocketDialer(SocketFactory.getDefault(), TlsConfig.off(), timeout, Clock.system(), watchdog);
        HandshakeSettings settings =
                new HandshakeSettings(null, null, new CompressionSettings(List.of(compressor.wireName()), 9), timeout);
        Identity ann = new Credential("ann", "admin", null, "s3cret".toCharArray());
        return new ConnectionFactory(dialer, new MechanismNegotiation(new ScramKeyCache()), settings, Clock.system())
                .open(new ServerAddress("127.0.0.1", server.port()), ann, within());
    }

    private static Deadline within() {
        return Deadline.after(Clock.system(), Duration.ofSeconds(60));
    }
}
