package io.github.mooring.testkit.server;

import static io.github.mooring.testkit.server.RawClient.OP_MSG;
import static io.github.mooring.testkit.server.RawClient.OP_QUERY;
import static io.github.mooring.testkit.server.RawClient.OP_REPLY;
import static io.github.mooring.testkit.server.RawClient.body;
import static io.github.mooring.testkit.server.RawClient.documentOf;
import static io.github.mooring.testkit.server.RawClient.encode;
import static io.github.mooring.testkit.server.RawClient.int32;
import static io.github.mooring.testkit.server.RawClient.intAt;
import static io.github.mooring.testkit.server.RawClient.join;
import static io.github.mooring.testkit.server.RawClient.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames byte by byte: sound ones are answered, damaged ones end the connection and nothing else. */
@Timeout(300)
class FramingTest {
    private static final String PING = "{ping: 1, $db: 'admin'}";

    private final EmbeddedServer server = EmbeddedServer.start();
    private final RawClient client = new RawClient(server);

    @AfterEach
    void stillServesAndCloses() {
        client.close();
        assertThat(RawClient.exchange(server, PING)).containsEntry("ok", 1.0);
        server.close();
    }

    @Test
    void repliesToTheRequestThatWasSent() {
        client.send(client.message(0, body(PING)));

        byte[] reply = client.readMessage();

        assertThat(intAt(reply, 0)).isEqualTo(reply.length);
        assertThat(intAt(reply, 8)).isEqualTo(client.lastId());
        assertThat(intAt(reply, 12)).isEqualTo(OP_MSG);
        assertThat(intAt(reply, 16)).isZero();
        assertThat(documentOf(reply)).isEqualTo(new Document("ok", 1.0));
    }

    @Test
    void answersTheLegacyHandshakeInItsOwnFormat() {
        client.send(client.query("admin.$cmd", "{isMaster: 1, helloOk: true}"));

        byte[] reply = client.readMessage();

        assertThat(intAt(reply, 12)).isEqualTo(OP_REPLY);
        assertThat(intAt(reply, 32)).isEqualTo(1);
        assertThat(documentOf(reply)).containsEntry("ismaster", true).containsEntry("helloOk", true);
    }

    @Test
    void unwrapsALegacyQuery() {
        client.send(client.query("admin.$cmd", "{$query: {ismaster: 1}, $readPreference: {mode: 'nearest'}}"));

        assertThat(client.readDocument()).containsEntry("ok", 1.0);
    }

    @Test
    void refusesOtherCommandsInTheLegacyFormat() {
        client.send(client.query("admin.$cmd", "{ping: 1}"));

        assertThat(client.readDocument()).containsEntry("ok", 0.0).containsEntry("code", 352);
    }

    @Test
    void takesSectionsInAnyOrder() {
        byte[] documents = sequence("documents", encode(new Document("_id", 1)), encode(new Document("_id", 2)));
        client.send(client.message(0, documents, body("{insert: 'c', $db: 'x'}")));

        assertThat(client.readDocument()).containsEntry("n", 2);
        assertThat(server.requests("insert"))
                .singleElement()
                .satisfies(request -> assertThat(request.sequences()).containsExactly("documents"));
    }

    @Test
    void anEmptySequenceIsAnEmptyArray() {
        client.send(client.message(0, body("{insert: 'c', $db: 'x'}"), sequence("documents")));

        assertThat(client.readDocument()).containsEntry("code", 16);
    }

    @Test
    void aRightChecksumIsAnsweredWithAChecksum() {
        client.send(client.checksummed(body(PING)));

        byte[] reply = client.readMessage();

        assertThat(intAt(reply, 16)).isEqualTo(1);
        CRC32C crc = new CRC32C();
        crc.update(reply, 0, reply.length - 4);
        assertThat(intAt(reply, reply.length - 4)).isEqualTo((int) crc.getValue());
    }

    @Test
    void aWrongChecksumEndsTheConnection() {
        byte[] message = client.checksummed(body(PING));
        message[message.length - 1] ^= 1;

        assertThatItEnds(message);
    }

    @Test
    void anUnacknowledgedWriteLandsWithoutAReply() {
        client.send(client.message(2, body("{insert: 'c', documents: [{_id: 1}], $db: 'x'}")));
        client.send(client.message(0, body("{count: 'c', $db: 'x'}")));

        byte[] first = client.readMessage();

        assertThat(intAt(first, 8)).isEqualTo(client.lastId());
        assertThat(documentOf(first)).containsEntry("n", 1);
    }

    @Test
    void aFailingUnacknowledgedWriteIsSilentToo() {
        client.send(client.message(2, body("{nonsense: 1, $db: 'x'}")));
        client.send(client.message(0, body(PING)));

        assertThat(intAt(client.readMessage(), 8)).isEqualTo(client.lastId());
    }

    @Test
    void exhaustIsToleratedAndAnsweredOnce() {
        client.send(client.message(1 << 16, body("{hello: 1, $db: 'admin'}")));
        client.send(client.message(0, body(PING)));

        assertThat(intAt(client.readMessage(), 16)).isZero();
        assertThat(intAt(client.readMessage(), 8)).isEqualTo(client.lastId());
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        byte[] all = new byte[0];
        for (int i = 0; i < 50; i++) {
            all = join(all, client.message(0, body(PING)));
        }
        client.send(all);

        for (int i = 49; i >= 0; i--) {
            assertThat(intAt(client.readMessage(), 8)).isEqualTo(client.lastId() - i);
        }
    }

    @Test
    void aRequestMayComeByteByByte() {
        for (byte one : client.message(0, body(PING))) {
            client.send(new byte[] {one});
        }

        assertThat(client.readDocument()).containsEntry("ok", 1.0);
    }

    @Test
    void aMissingDatabaseIsAnErrorReply() {
        client.send(client.message(0, body("{ping: 1}")));

        assertThat(client.readDocument()).containsEntry("code", 40571);
    }

    @Test
    void anEmptyCommandIsAnErrorReply() {
        client.send(client.message(0, body("{}")));

        assertThat(client.readDocument()).containsEntry("code", 59);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 8, 15, 48_000_001, Integer.MAX_VALUE})
    void aLengthOutOfBoundsEndsTheConnection(int length) {
        byte[] message = client.message(0, body(PING));
        System.arraycopy(int32(length), 0, message, 0, 4);

        assertThatItEnds(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 2001, 2002, 2005, 2010, 2012, 2014, -1})
    void anUnknownOpcodeEndsTheConnection(int opcode) {
        assertThatItEnds(client.frame(opcode, body(PING)));
    }

    @Test
    void damagedSectionsEndTheConnection() {
        byte[] good = body(PING);
        for (byte[] message : new byte[][] {
            client.message(0),
            client.message(0, new byte[] {9, 0}),
            client.message(0, good, good),
            client.message(0, good, new byte[] {2}),
            client.message(0, sequence("documents")),
            client.message(0, good, new byte[] {1}),
            client.message(0, good, join(new byte[] {1}, int32(3))),
            client.message(0, good, join(new byte[] {1}, int32(999))),
            client.message(0, good, join(new byte[] {1}, int32(6), new byte[] {65, 65})),
            client.message(0, good, sequence("ping")),
            client.message(0, good, sequence("d"), sequence("d")),
            client.message(4, good),
            client.message(0, new byte[] {0}, int32(100), new byte[8]),
            client.message(0, new byte[] {0}, int32(5), new byte[] {1}),
            client.message(0, new byte[] {0}, int32(-5), new byte[] {0}),
            client.message(1, good),
            client.frame(OP_MSG, new byte[0]),
            client.frame(OP_QUERY, new byte[3]),
            client.query("admin.c", "{}"),
        }) {
            assertThatItEnds(message);
        }
    }

    @Test
    void everyTruncationEndsQuietly() throws Exception {
        byte[] message =
                client.message(0, sequence("documents", encode(new Document())), body("{insert: 'c', $db: 'x'}"));
        for (int length = 1; length < message.length; length++) {
            byte[] shorter = Arrays.copyOf(message, length);
            if (length >= 4) {
                System.arraycopy(int32(length), 0, shorter, 0, 4);
            }
            try (RawClient other = new RawClient(server)) {
                other.send(shorter);
                other.end();
                assertThat(other.read()).as("cut to %d bytes", length).isNull();
            }
        }
        assertThat(server.awaitOpenConnections(1, DriverSession.PATIENCE)).isTrue();
        assertThat(server.commandCount("insert")).isZero();
    }

    @Test
    void randomDamageNeverHangsTheServer() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] message = client.message(0, body("{insert: 'c', documents: [{a: [1, 'x', {b: true}]}], $db: 'x'}"));
        for (int i = 0; i < 300; i++) {
            byte[] damaged = message.clone();
            // behind the length, so that the server does not wait for more
            damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt(256);
            try (RawClient other = new RawClient(server)) {
                other.send(damaged);
                if ((damaged[16] & 2) == 0) {
                    other.read();
                }
            }
        }
        assertThat(server.awaitOpenConnections(1, DriverSession.PATIENCE))
                .as("seed %d", seed)
                .isTrue();
    }

    private void assertThatItEnds(byte[] message) {
        try (RawClient other = new RawClient(server)) {
            other.send(message);
            assertThat(other.read()).isNull();
        }
    }
}
