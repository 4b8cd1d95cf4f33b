package io.github.mooring.operation;

import static io.github.mooring.operation.Messages.LIMITS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.OpMsg;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireBuffer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.Codec;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/**
 * What encoding a command and decoding its reply may allocate, the command, its filter and the result included; sockets
 * and pools are not. The bounds are what the interpreter allocates, which is always the same, and a tenth more: compiled
 * code can only take less. It is no measurement of time.
 */
class HotPathAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 20;
    private static final int CALLS_PER_ROUND = 50;

    private static final MongoNamespace PEOPLE = new MongoNamespace("bench", "people");
    private static final ObjectId ID = new ObjectId("6500000000000000000000a1");
    private static final String PERSON = "{_id: {$oid: '6500000000000000000000a1'}, name: 'Ada Lovelace',"
            + " email: 'ada.lovelace@example.com', born: {$date: {$numberLong: '-4861468800000'}}, visits: 1843,"
            + " score: 98.5, address: {street: '12 St James\\'s Square', town: 'London'},"
            + " notes: 'wrote the first program for a machine that was never built, in 1843.'}";
    private static final String TIMES = ", $clusterTime: {clusterTime: {$timestamp: {t: 1763000000, i: 7}},"
            + " signature: {hash: {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=', subType: '00'}}, keyId: {$numberLong: '0'}}},"
            + " operationTime: {$timestamp: {t: 1763000000, i: 7}}}";

    private final WireBuffer buffer = new WireBuffer();
    private final OpMsgWriter message = new OpMsgWriter(buffer);
    private final DocumentEncoder encoder = new DocumentEncoder(buffer);

    /** One call, but for the way to the server and back. */
    private <R> R call(Command<R> command, byte[] reply) {
        buffer.reset();
        message.begin(7, 0);
        CommandMessage<R> request = Messages.plain(command);
        request.encode(message, encoder, buffer, LIMITS);
        message.finish(LIMITS.maxMessageSizeBytes());
        RawDocument body = OpMsg.readReply(reply, 0, reply.length, LIMITS.maxMessageSizeBytes());
        return request.read(body, LIMITS, 1000);
    }

    private static byte[] reply(String json) {
        WireBuffer out = new WireBuffer();
        OpMsgWriter writer = new OpMsgWriter(out);
        writer.begin(1, 0);
        writer.beginBody();
        new DocumentEncoder(out).encode(Codecs.bsonDocument(), BsonDocument.parse(json), 10_000);
        writer.finish(10_000);
        return out.toByteArray();
    }

    private static byte[] found() {
        return reply(
                "{cursor: {firstBatch: [" + PERSON + "], id: {$numberLong: '0'}, ns: 'bench.people'}, ok: 1.0" + TIMES);
    }

    /** Bytes of one call; the smallest of many rounds, since what is done once for all counts in the first. */
    private static long bytesPerCall(Supplier<?> call) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS_PER_ROUND; i++) {
                assertResult(call.get());
            }
            least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS_PER_ROUND);
        }
        return least;
    }

    private static void assertResult(Object result) {
        if (result == null) {
            throw new AssertionError("no result");
        }
    }

    private <T> Supplier<T> find(Codec<T> codec) {
        byte[] reply = found();
        return () -> call(new FindOne<>(PEOPLE, codec, Find.Query.of(new Document("_id", ID))), reply)
                .orElseThrow();
    }

    @Test
    void theRepliesAreThoseThatAreMeantToBeMeasured() {
        assertThat(found()).hasSize(495);
        assertThat(find(Codecs.document()).get()).isEqualTo(Document.parse(PERSON));
        assertThat(find(Codecs.of(RawBsonDocument.class)).get()).isEqualTo(BsonDocument.parse(PERSON));
    }

    @Test
    void aFindIntoADocumentAllocatesLittleMoreThanTheDocument() {
        assertThat(bytesPerCall(find(Codecs.document()))).isBetween(1000L, 1720L);
    }

    @Test
    void anUndecodedFindAllocatesLittleMoreThanTheBytesOfTheDocument() {
        assertThat(bytesPerCall(find(Codecs.of(RawBsonDocument.class)))).isBetween(500L, 825L);
    }

    @Test
    void anInsertAllocatesAFractionOfTheDocument() {
        byte[] reply = reply("{n: 1, ok: 1.0" + TIMES);
        Document person = Document.parse(PERSON);

        assertThat(bytesPerCall(() -> call(
                        new Insert<>(PEOPLE, Codecs.document(), List.of(person), 0, Insert.Settings.DEFAULTS), reply)))
                .isBetween(100L, 340L);
    }

    @Test
    void aPingAllocatesNextToNothing() {
        byte[] reply = reply("{ok: 1.0}");

        assertThat(bytesPerCall(() -> call(new Ping(), reply))).isBetween(50L, 155L);
    }
}
