package io.github.mooring.bench.canned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.bench.client.Client;
import io.github.mooring.bench.client.ClientSettings;
import io.github.mooring.bench.client.MooringClient;
import io.github.mooring.bench.client.Operation;
import io.github.mooring.bench.client.RawClient;
import io.github.mooring.bench.client.VendorClient;
import io.github.mooring.client.Mooring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CannedServerTest {
    private static final List<Behaviour> PLAIN = List.of(Behaviour.PLAIN);

    private CannedServer server;
    private ServerAccess access;

    @BeforeEach
    void start() throws IOException {
        server = CannedServer.start(PLAIN, false);
        access = new ServerAccess(ProcessHandle.current().pid(), PLAIN, server.ports());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void allClientsGetTheAnswerThatTheyExpectAgainAndAgain(Operation operation) throws IOException {
        try (MooringClient ours = new MooringClient(settings("ours"));
                VendorClient vendors = new VendorClient(settings("vendors"));
                RawClient raw = new RawClient(settings("raw"))) {
            for (Client client : List.of(ours, vendors, raw)) {
                Client.Work work = client.forThread(operation);
                for (int i = 0; i < 10; i++) {
                    assertThat(work.run()).isTrue();
                }
            }
            assertThat(ours.find()).isEqualTo(CannedReplies.document());
            assertThat(vendors.find()).isEqualTo(CannedReplies.document());
        }
    }

    @Test
    void theDocumentAndTheReplyHaveTheSizesThatWereAnnounced() {
        assertThat(new CannedReplies(1, false).find).hasSizeBetween(480, 500);
        assertThat(CannedReplies.document()).hasSize(8);
        assertThat(Messages.opMsg(CannedReplies.document())).hasSize(Messages.HEADER_BYTES + 5 + 266);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itIsAPrimaryOrAStandaloneAndKnowsFewCommands(boolean standalone) throws IOException {
        Document command = new Document("count", "people");
        try (CannedServer other = CannedServer.start(PLAIN, standalone)) {
            String uri = "mongodb://127.0.0.1:" + other.ports().get(0) + "/bench";
            try (MongoSessionFactory ours = Mooring.dial(uri);
                    MongoSession session = ours.openSession();
                    MongoClient vendors = MongoClients.create(uri)) {
                assertThat(session.ping()).isPositive();
                assertThat(vendors.getDatabase("bench").runCommand(new Document("ping", 1)))
                        .containsEntry("ok", 1.0);
                assertThat(vendors.getClusterDescription().getType().name())
                        .isEqualTo(standalone ? "STANDALONE" : "REPLICA_SET");
                assertThatThrownBy(() -> session.getDatabase().runCommand(command))
                        .isInstanceOf(io.github.mooring.api.MongoCommandException.class)
                        .hasMessageContaining("CommandNotFound");
                assertThatThrownBy(() -> vendors.getDatabase("bench").runCommand(command))
                        .isInstanceOf(MongoCommandException.class)
                        .hasMessageContaining("CommandNotFound");
            }
        }
    }

    @Test
    void requestsThatComeTogetherOrInPiecesAreAnsweredInOrder() throws IOException {
        try (Pipeline pipeline = new Pipeline(server.ports().get(0))) {
            byte[] requests = Pipeline.requests("find", 1, 1000);
            pipeline.send(requests, 0, requests.length - 7);
            assertThat(pipeline.answers(999)).isEqualTo(Pipeline.numbers(1, 999));

            pipeline.send(requests, requests.length - 7, 7);
            assertThat(pipeline.answers(1)).containsExactly(1000);
        }
    }

    @Test
    void aClientThatDoesNotReadForAWhileGetsEverythingInOrder() throws IOException {
        int many = 40_000; // about 20 MB of replies: more than the sockets between the two hold
        try (Pipeline pipeline = new Pipeline(server.ports().get(0))) {
            Thread writer = new Thread(() -> pipeline.sendQuietly(Pipeline.requests("find", 1, many)));
            writer.setDaemon(true);
            writer.start();

            assertThat(pipeline.answers(many)).isEqualTo(Pipeline.numbers(1, many));
        }
    }

    @Test
    void aRequestOfAnImpossibleLengthEndsTheConnectionAndNoOther() throws IOException {
        try (Socket bad = new Socket(
                        InetAddress.getLoopbackAddress(), server.ports().get(0));
                RawClient good = new RawClient(settings("good"))) {
            bad.getOutputStream().write(new byte[16]);

            assertThat(bad.getInputStream().read()).isEqualTo(-1);
            assertThat(good.forThread(Operation.FIND).run()).isTrue();
        }
    }

    @Test
    void itCountsTheConnectionsOfEachClientByItsName() throws IOException {
        try (RawClient one = new RawClient(settings("one"));
                RawClient two = new RawClient(settings("two"))) {
            assertThat(one.forThread(Operation.PING).run()).isTrue();
            one.forThread(Operation.PING);
            assertThat(two.forThread(Operation.PING).run()).isTrue();

            assertThat(access.peers("one")).isEqualTo(new PeerCount(2, 2, 2, 1));
            assertThat(access.peers("two")).isEqualTo(new PeerCount(1, 1, 1, 1));
            assertThat(access.peers("three")).isEqualTo(PeerCount.NONE);
        }
    }

    private ClientSettings settings(String name) {
        return new ClientSettings(access.port(Behaviour.PLAIN), name, 1, "");
    }
}
