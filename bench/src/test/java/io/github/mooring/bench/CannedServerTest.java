package io.github.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Mooring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CannedServerTest {
    private final CannedReplies replies = new CannedReplies(true);
    private CannedServer server;

    @BeforeEach
    void start() throws IOException {
        server = CannedServer.start(replies);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void bothClientsAndBareSocketsFindTheSameDocumentAgainAndAgain() throws IOException {
        try (MooringClient ours = new MooringClient(server.port(), 1);
                VendorClient vendors = new VendorClient(server.port(), 1);
                RawClient raw = new RawClient(server.port())) {
            FindClient.Find bare = raw.forThread();
            for (int i = 0; i < 10; i++) {
                assertThat(ours.find()).isEqualTo(CannedReplies.document());
                assertThat(vendors.find()).isEqualTo(CannedReplies.document());
                assertThat(bare.run()).isTrue();
            }
        }
    }

    @Test
    void theReplyToAFindHasTheSizeThatWasAnnounced() {
        assertThat(replies.find).hasSizeBetween(480, 500);
        assertThat(CannedReplies.document()).hasSize(8);
        assertThat(CannedReplies.message(CannedReplies.document())).hasSize(CannedReplies.HEADER_BYTES + 5 + 266);
    }

    @Test
    void bothClientsTakeItForAStandaloneAndGetAnErrorForOtherCommands() {
        String uri = "mongodb://127.0.0.1:" + server.port() + "/bench";
        Document command = new Document("count", "people");
        try (MongoSessionFactory ours = Mooring.dial(uri);
                MongoSession session = ours.openSession();
                MongoClient vendors = MongoClients.create(uri)) {
            assertThat(session.ping()).isPositive();
            assertThat(vendors.getDatabase("bench").runCommand(new Document("ping", 1)))
                    .containsEntry("ok", 1.0);
            assertThat(vendors.getClusterDescription().getType().name()).isEqualTo("STANDALONE");
            assertThatThrownBy(() -> session.getDatabase().runCommand(command))
                    .isInstanceOf(io.github.mooring.api.MongoCommandException.class)
                    .hasMessageContaining("CommandNotFound");
            assertThatThrownBy(() -> vendors.getDatabase("bench").runCommand(command))
                    .isInstanceOf(MongoCommandException.class)
                    .hasMessageContaining("CommandNotFound");
        }
    }

    @Test
    void requestsThatComeTogetherOrInPiecesAreAnsweredInOrder() throws IOException {
        ByteBuffer requests = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        for (int id = 1; id <= 3; id++) {
            requests.put(request("find", id));
        }
        requests.put(request("ping", 4));
        byte[] bytes = Arrays.copyOf(requests.array(), requests.position());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(bytes, 0, bytes.length - 7);
            assertThat(answers(socket, 3)).containsExactly(1, 2, 3);
            socket.getOutputStream().write(bytes, bytes.length - 7, 7);
            assertThat(answers(socket, 1)).containsExactly(4);
        }
    }

    @Test
    void aRequestOfAnImpossibleLengthEndsTheConnectionAndNoOther() throws IOException {
        try (Socket bad = new Socket(InetAddress.getLoopbackAddress(), server.port());
                RawClient good = new RawClient(server.port())) {
            bad.getOutputStream().write(new byte[16]);

            assertThat(bad.getInputStream().read()).isEqualTo(-1);
            assertThat(good.forThread().run()).isTrue();
        }
    }

    private static byte[] request(String command, int id) {
        byte[] request = CannedReplies.message(new Document(command, "people").append("$db", "bench"));
        ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN).putInt(4, id);
        return request;
    }

    /** The requests that the next so many messages answer. */
    private static int[] answers(Socket socket, int count) throws IOException {
        int[] answered = new int[count];
        for (int i = 0; i < count; i++) {
            byte[] head = socket.getInputStream().readNBytes(CannedReplies.HEADER_BYTES);
            ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            answered[i] = header.getInt(8);
            socket.getInputStream().skipNBytes(header.getInt(0) - head.length);
        }
        return answered;
    }
}
