package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonRegularExpression;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.Encoder;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.RawBsonDocumentCodec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentEncoderTest {

    private static final int MAX = WireLimits.DEFAULT_MAX_BSON_OBJECT_SIZE;
    private static final DocumentCodec DOCUMENTS = new DocumentCodec();
    private static final BsonDocumentCodec BSON = new BsonDocumentCodec();
    private static final RawBsonDocumentCodec RAW = new RawBsonDocumentCodec();

    private final WireBuffer buffer = new WireBuffer();
    private final DocumentEncoder encoder = new DocumentEncoder(buffer);

    @BeforeEach
    void putSomethingInFront() {
        buffer.writeInt32(42);
    }

    @Test
    void writesTheSameBytesAsTheLibraryOneDocumentAfterTheOther() {
        long seed = RandomDocuments.printedSeed();
        RandomDocuments documents = new RandomDocuments(seed);
        for (int run = 0; run < 500; run++) {
            BsonDocument document = documents.next();
            byte[] expected = Frames.bson(document);

            int plain = encoder.encode(BSON, document, MAX);
            int raw = encoder.encode(RAW, new RawBsonDocument(expected), MAX);

            RawDocument first = RawDocument.of(buffer.array(), plain, raw - plain);
            RawDocument second = RawDocument.of(buffer.array(), raw, buffer.size() - raw);
            assertThat(first.toByteArray()).as("seed %d run %d", seed, run).isEqualTo(expected);
            assertThat(second.toByteArray()).isEqualTo(expected);
        }
    }

    @Test
    void limitsTheSizeExactly() {
        BsonDocument document = BsonDocument.parse("{a: 'text', b: {c: 1}}");
        int size = Frames.bson(document).length;

        assertThat(encoder.encode(BSON, document, size)).isEqualTo(4);
        buffer.truncateToPosition(4);
        assertFailsClean(() -> encoder.encode(BSON, document, size - 1), EncodingException.Reason.TOO_LARGE);
    }

    @Test
    void namesTheLimitAndTheFieldOfADocumentThatIsTooLarge() {
        Document document = new Document("a", 1).append("blob", new Document("bytes", new byte[5000]));

        assertThatExceptionOfType(EncodingException.class)
                .isThrownBy(() -> encoder.encode(DOCUMENTS, document, 1000))
                .withMessageStartingWith("document is larger than 1000 bytes: at least 50")
                .withMessageEndingWith("(at field 'blob.bytes')")
                .satisfies(e -> assertThat(e.limit()).isEqualTo(1000))
                .satisfies(e -> assertThat(e.actual()).isGreaterThan(5000))
                .satisfies(e -> assertThat(e.path()).isEqualTo("blob.bytes"));
    }

    @Test
    void limitsTheDepthExactlyForDocumentsArraysAndRawBytes() {
        int limit = WireLimits.MAX_NESTING_DEPTH;
        List<BsonDocument> atLimit = List.of(BsonStructureTest.nested(limit), BsonStructureTest.nestedInArrays(limit));
        List<BsonDocument> above =
                List.of(BsonStructureTest.nested(limit + 1), BsonStructureTest.nestedInArrays(limit + 1));

        for (BsonDocument document : atLimit) {
            encoder.encode(BSON, document, MAX);
            encoder.encode(RAW, new RawBsonDocument(Frames.bson(document)), MAX);
        }
        buffer.truncateToPosition(4);
        for (BsonDocument document : above) {
            assertFailsClean(() -> encoder.encode(BSON, document, MAX), EncodingException.Reason.TOO_DEEP);
            assertFailsClean(
                    () -> encoder.encode(RAW, new RawBsonDocument(Frames.bson(document)), MAX),
                    EncodingException.Reason.TOO_DEEP);
        }
    }

    @Test
    void countsTheLevelsAroundARawDocumentAndInAScope() {
        DocumentEncoder shallow = new DocumentEncoder(buffer, 4);
        RawBsonDocument three = new RawBsonDocument(Frames.bson(BsonStructureTest.nested(3)));
        Encoder<RawBsonDocument> inside = encoder((writer, value) -> {
            writer.writeStartDocument();
            writer.writeName("in");
            RAW.encode(writer, value, EncoderContext.builder().build());
            writer.writeEndDocument();
        });

        assertThat(shallow.encode(inside, three, MAX)).isEqualTo(4);
        shallow.encode(
                BSON, new BsonDocument("js", new BsonJavaScriptWithScope("f", BsonStructureTest.nested(3))), MAX);
        buffer.truncateToPosition(4);

        RawBsonDocument four = new RawBsonDocument(Frames.bson(BsonStructureTest.nested(4)));
        assertFailsClean(() -> shallow.encode(inside, four, MAX), EncodingException.Reason.TOO_DEEP);
        assertFailsClean(
                () -> shallow.encode(
                        BSON,
                        new BsonDocument("js", new BsonJavaScriptWithScope("f", BsonStructureTest.nested(4))),
                        MAX),
                EncodingException.Reason.TOO_DEEP);
    }

    @Test
    void aDocumentThatContainsItselfEndsAtTheDepthLimit() {
        Document circular = new Document("a", 1);
        circular.append("self", circular);

        EncodingException e =
                assertFailsClean(() -> encoder.encode(DOCUMENTS, circular, MAX), EncodingException.Reason.TOO_DEEP);

        assertThat(e).hasMessageContaining("deeper than 200 levels; does it contain itself? (at field 'self.self.");
        assertThat(e.limit()).isEqualTo(200);
    }

    @Test
    void aListThatContainsItselfEndsAtTheDepthLimit() {
        List<Object> circular = new java.util.ArrayList<>();
        circular.add(circular);

        assertFailsClean(
                () -> encoder.encode(DOCUMENTS, new Document("list", circular), MAX),
                EncodingException.Reason.TOO_DEEP);
    }

    @Test
    void refusesNulInNamesAndPatternsAndNamesThePath() {
        EncodingException name = assertFailsClean(
                () -> encoder.encode(DOCUMENTS, new Document("a", new Document(Map.of("b\0c", 1))), MAX),
                EncodingException.Reason.NUL_IN_NAME);
        assertThat(name)
                .hasMessage("field name or regular expression 'b?c' contains NUL at index 1 (at field 'a.b?c')");

        assertFailsClean(
                () -> encoder.encode(BSON, new BsonDocument("r", new BsonRegularExpression("x\0")), MAX),
                EncodingException.Reason.NUL_IN_NAME);
    }

    @Test
    void refusesHalfASurrogatePairAndNamesThePath() {
        EncodingException e = assertFailsClean(
                () -> encoder.encode(DOCUMENTS, new Document("l", List.of("ok", "\uD800")), MAX),
                EncodingException.Reason.UNPAIRED_SURROGATE);

        assertThat(e).hasMessageContaining("index 0").hasMessageContaining("(at field 'l')");
    }

    @Test
    void refusesRawBytesThatAreNotBson() {
        byte[] lie = Frames.bson("{a: 'text', b: 1}");
        lie[7] = 99;

        EncodingException e = assertFailsClean(
                () -> encoder.encode(RAW, new RawBsonDocument(lie), MAX), EncodingException.Reason.NOT_BSON);

        assertThat(e).hasMessageContaining("string length").hasCauseInstanceOf(WireException.class);
    }

    @Test
    void refusesACodecThatWritesNothingOrTwoDocuments() {
        Encoder<String> nothing = encoder((writer, value) -> {});
        Encoder<String> two = encoder((writer, value) -> {
            writer.writeStartDocument();
            writer.writeEndDocument();
            writer.writeStartDocument();
            writer.writeEndDocument();
        });
        Encoder<String> open = encoder((writer, value) -> {
            writer.writeStartDocument();
            writer.writeName("a");
            writer.writeInt32(1);
        });

        assertFailsClean(() -> encoder.encode(nothing, "", MAX), EncodingException.Reason.NOT_BSON);
        assertFailsClean(() -> encoder.encode(two, "", MAX), EncodingException.Reason.NOT_BSON);
        assertFailsClean(() -> encoder.encode(open, "", MAX), EncodingException.Reason.NOT_BSON);
    }

    @Test
    void anExceptionOfTheCodecPassesAndLeavesTheBufferAsItWas() {
        Encoder<String> failing = encoder((writer, value) -> {
            writer.writeStartDocument();
            writer.writeName("a");
            throw new UnsupportedOperationException("of the application");
        });

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> encoder.encode(failing, "", MAX));

        assertBufferIsClean();
    }

    private static <T> Encoder<T> encoder(BiConsumer<BsonWriter, T> body) {
        return new Encoder<>() {
            @Override
            public void encode(BsonWriter writer, T value, EncoderContext context) {
                body.accept(writer, value);
            }

            @Override
            public Class<T> getEncoderClass() {
                throw new UnsupportedOperationException("not asked for by an encoder of documents");
            }
        };
    }

    private EncodingException assertFailsClean(ThrowingCallable call, EncodingException.Reason reason) {
        EncodingException e = org.assertj.core.api.Assertions.catchThrowableOfType(EncodingException.class, call);
        assertThat(e).isNotNull();
        assertThat(e.reason()).isEqualTo(reason);
        assertBufferIsClean();
        return e;
    }

    /** Nothing half-written stays, and the next document goes through. */
    private void assertBufferIsClean() {
        assertThat(buffer.toByteArray()).isEqualTo(Frames.hex("2a000000"));
        assertThat(encoder.encode(DOCUMENTS, new Document("big", new byte[2000]), MAX))
                .isEqualTo(4);
        buffer.truncateToPosition(4);
    }
}
