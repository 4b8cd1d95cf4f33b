package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoSocketException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import io.github.mooring.testkit.engine.MemoryEngine;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tests can see and steer. */
@Timeout(300)
class ControlTest {
    private static final String PING = "{ping: 1, $db: 'admin'}";

    @Test
    void anUnacknowledgedInsertOfTheDriverLands() throws Exception {
        try (DriverSession session = new DriverSession()) {
            session.collection().withWriteConcern(WriteConcern.UNACKNOWLEDGED).insertOne(new Document("_id", 1));

            assertThat(session.server.awaitCompleted("insert", 1, DriverSession.PATIENCE))
                    .isTrue();
            assertThat(session.collection().countDocuments()).isEqualTo(1);
            assertThat(session.server.requests("insert"))
                    .singleElement()
                    .satisfies(request -> assertThat(request.flags() & 2).isEqualTo(2));
        }
    }

    @Test
    void recordsTheFrameByteForByte() {
        try (EmbeddedServer server = EmbeddedServer.start();
                RawClient client = new RawClient(server)) {
            byte[] message = client.message(0, RawClient.body(PING));
            client.send(message);
            client.readDocument();

            RecordedRequest request = server.requests("ping").get(0);

            assertThat(request.frame()).isEqualTo(message);
            assertThat(request.commandBytes()).isEqualTo(RawClient.encode(Document.parse(PING)));
            assertThat(request.opcode()).isEqualTo(RawClient.OP_MSG);
            assertThat(request.requestId()).isEqualTo(client.lastId());
            server.forgetRequests();
            assertThat(server.requests()).isEmpty();
            assertThat(server.commandCount("ping")).isZero();
        }
    }

    @Test
    void forgetsTheOldestRequests() {
        try (EmbeddedServer server = EmbeddedServer.start();
                RawClient client = new RawClient(server)) {
            for (int i = 0; i < 1_010; i++) {
                client.send(client.message(0, RawClient.body(PING)));
                client.readMessage();
            }

            assertThat(server.requests()).hasSize(1_000);
            assertThat(server.commandCount("ping")).isEqualTo(1_010);
        }
    }

    @Test
    void seesConnectionsComeAndGo() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            try (RawClient client = new RawClient(server)) {
                client.send(client.message(0, RawClient.body(PING)));
                client.readDocument();
                assertThat(server.openConnections()).isEqualTo(1);
            }
            assertThat(server.awaitOpenConnections(0, DriverSession.PATIENCE)).isTrue();
            assertThat(server.acceptedConnections()).isEqualTo(1);
            assertThat(server.failedConnections()).isZero();
        }
    }

    @Test
    void droppedConnectionsAreReplaced() {
        try (DriverSession session = new DriverSession()) {
            session.collection().insertOne(new Document());

            session.server.dropConnections();

            assertThatThrownBy(() -> session.collection().insertOne(new Document()))
                    .isInstanceOf(MongoSocketException.class);
            session.collection().insertOne(new Document());
        }
    }

    @Test
    void aPausedServerServesWhoHasWaitedOnceResumed() {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            server.pause();
            try (RawClient client = new RawClient(server)) {
                client.send(client.message(0, RawClient.body(PING)));
                assertThat(server.acceptedConnections()).isZero();

                server.resume();

                assertThat(client.readDocument()).containsEntry("ok", 1.0);
            }
        }
    }

    @Test
    void closingAPausedServerEndsIt() {
        EmbeddedServer server = EmbeddedServer.start();
        server.pause();
        try (RawClient client = new RawClient(server)) {
            server.close();

            assertThat(client.read()).isNull();
        }
    }

    @Test
    void closesTwice() {
        EmbeddedServer server = EmbeddedServer.start();

        server.close();
        server.close();

        assertThat(server.openConnections()).isZero();
    }

    @Test
    void aSecondServerOnTheSameDataAndPortIsARestart() {
        MemoryEngine engine = new MemoryEngine();
        EmbeddedServer first = EmbeddedServer.builder().engine(engine).start();
        int port = first.port();
        assertThat(RawClient.exchange(first, "{insert: 'c', documents: [{_id: 1}], $db: 'x'}"))
                .containsEntry("n", 1);
        first.close();

        try (EmbeddedServer second =
                EmbeddedServer.builder().engine(engine).port(port).start()) {
            assertThat(RawClient.exchange(second, "{count: 'c', $db: 'x'}")).containsEntry("n", 1);
        }
    }

    @Test
    void aTakenPortIsNamed() {
        try (EmbeddedServer first = EmbeddedServer.start()) {
            assertThatThrownBy(() -> EmbeddedServer.builder().port(first.port()).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(String.valueOf(first.port()));
        }
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        InetAddress outside = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});

        assertThatThrownBy(() -> EmbeddedServer.builder().address(outside).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loopback");
    }

    @Test
    void remembersWhoTheClientSaysItIs() {
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoClient client = DriverSession.client(server.uri() + "?appName=teller")) {
            client.getDatabase("admin").runCommand(new Document("ping", 1));

            assertThat(server.connections()).anySatisfy(connection -> {
                assertThat(String.valueOf(connection.client())).contains("teller");
                assertThat(connection.user()).isNull();
            });
        }
    }
}
