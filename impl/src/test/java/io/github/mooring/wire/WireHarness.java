package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * What must hold whatever bytes come as a reply: they are refused in words, or read as a document of which every element can be
 * found, and which can be written and read again. Random bytes and those that a fuzzer finds go through the same.
 */
final class WireHarness {
    /** Smaller than the default, so that no time goes into arrays for messages that announce much. */
    static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final List<Compressor> COMPRESSORS = List.of(new Snappy(), new Zlib(-1), new Zstd());
    private static final BsonDocument REPLY = BsonDocument.parse(
            "{ok: 1.0, cursor: {firstBatch: [{a: 'x', b: {c: [1, null, true]}}], id: 0, ns: 'a.b'}}");

    private WireHarness() {}

    /** Sound frames to begin with. */
    static List<byte[]> frames() {
        BsonDocument all = new RandomDocuments(1).everyType();
        byte[] plain = Frames.opMsg(0, REPLY);
        return List.of(
                plain,
                Frames.opMsg(0, all),
                Frames.opMsg(OpMsg.CHECKSUM_PRESENT, REPLY),
                Frames.opMsg(0, REPLY, new BsonDocument("a", new BsonInt32(1))),
                Frames.opReply(8, 1, Frames.bson(REPLY)),
                compressed(plain, COMPRESSORS.get(0)),
                compressed(plain, COMPRESSORS.get(1)),
                compressed(plain, COMPRESSORS.get(2)));
    }

    /** As above, without a header: what stands in a message. */
    static List<byte[]> documents() {
        return List.of(Frames.bson(REPLY), Frames.bson(new RandomDocuments(1).everyType()));
    }

    private static byte[] compressed(byte[] message, Compressor compressor) {
        WireBuffer buffer = new WireBuffer();
        buffer.writeBytes(message, 0, message.length);
        OpCompressed.wrap(buffer, compressor, MAX_MESSAGE_BYTES);
        return buffer.toByteArray();
    }

    /** A whole frame, compressed or not, of either kind. */
    static void reply(byte[] frame) {
        try {
            MessageHeader header = MessageHeader.read(frame, 0, MAX_MESSAGE_BYTES);
            if (header.opCode() == OpCode.REPLY) {
                assertReadable(OpReply.read(header, frame, 0, frame.length).document());
                return;
            }
            byte[] message = header.opCode() == OpCode.COMPRESSED ? inflated(frame) : frame;
            assertReadable(OpMsg.readReply(message, 0, message.length, MAX_MESSAGE_BYTES));
        } catch (WireException e) {
            assertText(e);
        }
    }

    private static byte[] inflated(byte[] frame) {
        byte[] message = OpCompressed.unwrap(frame, frame.length, COMPRESSORS, OpCode.MSG, MAX_MESSAGE_BYTES);
        assertThat(message.length).isBetween(MessageHeader.SIZE + 1, MAX_MESSAGE_BYTES);
        return message;
    }

    /** A document alone, which leaves a fuzzer no length of a message to get right. */
    static void document(byte[] bytes) {
        try {
            assertReadable(RawDocument.of(bytes, 0, bytes.length));
        } catch (WireException e) {
            assertText(e);
        }
    }

    private static void assertReadable(RawDocument document) {
        BsonDocument whole = document.toBsonDocument();
        Map<String, Integer> names = namesOf(document);
        assertThat(names.keySet()).isEqualTo(whole.keySet());
        names.forEach((name, count) -> assertElement(document, name, count == 1 ? whole.get(name) : null));
        byte[] again = Frames.bson(whole);
        assertThat(RawDocument.of(again, 0, again.length).decode(new BsonDocumentCodec()))
                .isEqualTo(whole);
    }

    private static Map<String, Integer> namesOf(RawDocument document) {
        Map<String, Integer> names = new HashMap<>();
        for (int at = document.first(); at != RawDocument.END; at = document.next(at)) {
            names.merge(document.name(at), 1, Integer::sum);
        }
        return names;
    }

    /** By name, as fields of replies are read; of several of one name the first is found, and the library keeps the last. */
    private static void assertElement(RawDocument document, String name, @Nullable BsonValue expected) {
        int element = document.find(name);
        assertThat(element).isNotEqualTo(RawDocument.END);
        if (expected != null) {
            assertThat(document.value(name)).isEqualTo(expected);
        }
        tryAll(document, name, element);
    }

    /** Whoever expects another type than there is hears so. */
    private static void tryAll(RawDocument document, String name, int element) {
        List<Runnable> getters = List.of(
                () -> document.longValue(name, 0),
                () -> document.intValue(name, 0),
                () -> document.booleanValue(name, false),
                () -> document.stringAt(element),
                () -> document.documentAt(element),
                () -> document.decodeElements(element, new BsonDocumentCodec()),
                () -> document.timestamp(name),
                () -> document.objectId(name),
                () -> document.binary(name));
        for (Runnable getter : getters) {
            try {
                getter.run();
            } catch (WireException e) {
                assertText(e);
            }
        }
    }

    /** For people: not endless, on one line, and nothing in it that hides the rest. */
    private static void assertText(WireException e) {
        String message = String.valueOf(e.getMessage());
        assertThat(message).hasSizeLessThan(1_000);
        assertThat(ForeignText.isPrintable(message)).as(message).isTrue();
    }
}
