package io.github.mooring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.bson.UuidRepresentation.JAVA_LEGACY;

import io.github.mooring.wire.DirectDocumentCodec;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.EncodingException;
import io.github.mooring.wire.RandomDocuments;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireBuffer;
import java.sql.Timestamp;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistries;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Our codecs of documents beside those of the library: same bytes, same values, same classes. */
class DirectCodecTest {
    private static final Codec<Document> DIRECT = Codecs.document();
    private static final Codec<Document> LIBRARY = Codecs.registry().get(Document.class);
    private static final EncoderContext PLAIN = EncoderContext.builder().build();
    private static final EncoderContext STORED =
            EncoderContext.builder().isEncodingCollectibleDocument(true).build();
    private static final int MAX = 16_777_216;

    private static <T> byte[] encoded(Codec<T> codec, T value, EncoderContext context) {
        WireBuffer buffer = new WireBuffer();
        buffer.writeInt32(42);
        int start = new DocumentEncoder(buffer).encode(codec, value, context, MAX);
        assertThat(start).isEqualTo(4);
        return Arrays.copyOfRange(buffer.array(), start, buffer.getPosition());
    }

    /** The library's own bytes: a codec that hides that it is ours writes through the library's writer. */
    private static byte[] byLibrary(Document value, EncoderContext context) {
        return encoded(LIBRARY, value, context);
    }

    private static <T> T decoded(Codec<T> codec, byte[] bytes) {
        return RawDocument.of(bytes, 0, bytes.length).decode(codec);
    }

    /** The value with the classes of all that is in it: equal values are not enough. */
    static String withClasses(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.getClass().getName()
                    + map.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + withClasses(entry.getValue()))
                            .toList();
        }
        if (value instanceof List<?> list) {
            return list.getClass().getName()
                    + list.stream().map(DirectCodecTest::withClasses).collect(Collectors.toList());
        }
        return value == null ? "null" : value.getClass().getName() + ":" + value + ":" + value.hashCode();
    }

    static void assertSame(byte[] bytes, String what) {
        Document expected = decoded(LIBRARY, bytes);
        Document actual = decoded(DIRECT, bytes);
        assertThat(actual).as(what).isEqualTo(expected);
        assertThat(withClasses(actual)).as(what).isEqualTo(withClasses(expected));
        for (EncoderContext context : List.of(PLAIN, STORED)) {
            assertThat(encoded(DIRECT, actual, context)).as(what).isEqualTo(byLibrary(expected, context));
        }
        assertThat(decoded(Codecs.of(RawBsonDocument.class), bytes))
                .as(what)
                .isEqualTo(new RawBsonDocument(bytes))
                .isEqualTo(decoded(Codecs.registry().get(RawBsonDocument.class), bytes));
    }

    @Test
    void everyTypeComesAndGoesAsWithTheLibrary() {
        BsonDocument document = new RandomDocuments(7).everyType();

        assertSame(encoded(new BsonDocumentCodec(), document, PLAIN), "every type");
    }

    @Test
    void randomDocumentsComeAndGoAsWithTheLibrary() {
        long seed = RandomDocuments.printedSeed();
        RandomDocuments documents = new RandomDocuments(seed);
        for (int run = 0; run < 3000; run++) {
            byte[] bytes = encoded(new BsonDocumentCodec(), documents.next(), PLAIN);
            assertSame(bytes, "seed " + seed + " run " + run);
        }
    }

    @Test
    void valuesOfAllKindsOfClassesAreWrittenAsByTheLibraryOrRefusedAsByTheLibrary() {
        long seed = RandomDocuments.printedSeed();
        RandomValues values = new RandomValues(new Random(seed));
        int refused = 0;
        for (int run = 0; run < 3000; run++) {
            Document document = values.document();
            for (EncoderContext context : List.of(PLAIN, STORED)) {
                String what = "seed " + seed + " run " + run;
                byte[] expected = null;
                Throwable refusal = null;
                try {
                    expected = byLibrary(document, context);
                } catch (RuntimeException e) {
                    refusal = e;
                }
                if (refusal == null) {
                    assertThat(encoded(DIRECT, document, context)).as(what).isEqualTo(expected);
                } else {
                    refused++;
                    assertThat(catchThrowable(() -> encoded(DIRECT, document, context)))
                            .as(what)
                            .hasSameClassAs(refusal)
                            .hasMessage(refusal.getMessage());
                }
            }
        }
        assertThat(refused)
                .as("the random values include some that no codec takes")
                .isPositive();
    }

    @Test
    void oneEncoderServesDocumentsToBeStoredOthersAndOtherRegistriesInTurn() {
        Document document = new Document("a", new Document("b", 1).append("_id", 2)).append("_id", 3);
        Codec<Document> legacyUuids =
                new DirectDocumentCodec(CodecRegistries.withUuidRepresentation(Codecs.registry(), JAVA_LEGACY));
        Document uuid = new Document("u", new UUID(1, 2)).append("s", new HashSet<>(List.of(new UUID(3, 4))));
        WireBuffer buffer = new WireBuffer();
        DocumentEncoder encoder = new DocumentEncoder(buffer);

        for (int round = 0; round < 2; round++) {
            for (EncoderContext context : List.of(PLAIN, STORED, PLAIN)) {
                assertThat(encodedBy(encoder, buffer, DIRECT, document, context))
                        .isEqualTo(byLibrary(document, context));
            }
            assertThat(encodedBy(encoder, buffer, legacyUuids, uuid, PLAIN))
                    .isEqualTo(encoded(legacyUuids, uuid, PLAIN))
                    .isNotEqualTo(encodedBy(encoder, buffer, DIRECT, uuid, PLAIN));
        }
    }

    private static byte[] encodedBy(
            DocumentEncoder encoder,
            WireBuffer buffer,
            Codec<Document> codec,
            Document document,
            EncoderContext context) {
        int start = encoder.encode(codec, document, context, MAX);
        return Arrays.copyOfRange(buffer.array(), start, buffer.getPosition());
    }

    @Test
    void aDocumentThatChangesWhileItIsWrittenIsRefusedAndLeavesNothingBehind() {
        Document changing = new Document("a", 1);
        changing.append("b", new AbstractList<Integer>() {
            @Override
            public Integer get(int index) {
                changing.put("c" + changing.size(), 1);
                return 7;
            }

            @Override
            public int size() {
                return changing.size() > 3 ? 0 : 1;
            }
        });
        WireBuffer buffer = new WireBuffer();

        assertThatThrownBy(() -> new DocumentEncoder(buffer).encode(DIRECT, changing, PLAIN, MAX))
                .isInstanceOf(ConcurrentModificationException.class);
        assertThat(buffer.getPosition()).isZero();
    }

    @Test
    void theIdOfAStoredDocumentComesFirstAndOnlyAtTheTop() {
        Document document = new Document("a", new Document("b", 1).append("_id", 2)).append("_id", 3);

        assertThat(decoded(Codecs.bsonDocument(), encoded(DIRECT, document, STORED))
                        .toJson())
                .isEqualTo("{\"_id\": 3, \"a\": {\"b\": 1, \"_id\": 2}}");
    }

    @Test
    @SuppressWarnings("JavaUtilDate") // what the library has documents hold
    void subclassesAreNotTakenForWhatTheyExtend() {
        Document sql = new Document("t", new Timestamp(0));
        Document anonymous = new Document("d", new Date(5)).append("m", new LinkedHashMap<>(Map.of("x", 1)));

        assertThatThrownBy(() -> encoded(DIRECT, sql, PLAIN)).hasMessageContaining("java.sql.Timestamp");
        assertThat(encoded(DIRECT, anonymous, PLAIN)).isEqualTo(byLibrary(anonymous, PLAIN));
    }

    @Test
    void aNameThatIsNullIsRefused() {
        Document document = new Document("a", 1);
        document.put(null, 2);

        assertThatThrownBy(() -> encoded(DIRECT, document, PLAIN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aValueThatGoesThroughACodecCountsItsLevelsAndNamesItsPathAsAnyOther() {
        Map<String, Object> circular = new LinkedHashMap<>();
        circular.put("self", circular);
        List<Object> list = new ArrayList<>(List.of("x", circular));

        assertThatThrownBy(() -> encoded(DIRECT, new Document("a", new Document("b", list)), PLAIN))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("nested deeper than 200 levels")
                .hasMessageContaining("(at field 'a.b[].self.self.");
    }

    @Test
    void aDocumentOfExactlyTheLargestSizePassesWhateverItIsMadeOf() {
        Document document = new Document("a", new Document("when", java.time.Instant.EPOCH).append("n", (short) 4));
        int size = encoded(DIRECT, document, PLAIN).length;
        WireBuffer buffer = new WireBuffer();
        DocumentEncoder encoder = new DocumentEncoder(buffer);

        assertThat(encoder.encode(DIRECT, document, size)).isZero();
        assertThatThrownBy(() -> encoder.encode(DIRECT, document, size - 1))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("larger than " + (size - 1) + " bytes");
        assertThat(buffer.getPosition()).isEqualTo(size);
    }

    @Test
    void namesThatWereMetBeforeAreTheSameStringAndLongOnesAreNotKept() {
        byte[] bytes = encoded(
                DIRECT,
                new Document("someFieldName", 1).append("x".repeat(100), 2).append("schlüssel", 3),
                PLAIN);

        List<String> first = List.copyOf(decoded(DIRECT, bytes).keySet());
        List<String> second = List.copyOf(decoded(DIRECT, bytes).keySet());

        assertThat(first).isEqualTo(second);
        assertThat(first.get(0)).isSameAs(second.get(0));
        assertThat(first.get(1)).isNotSameAs(second.get(1));
        assertThat(first.get(2)).isSameAs(second.get(2));
    }

    @Test
    void theCodecsServeTheLibrarysReadersAndWritersToo() {
        Document document = new Document("_id", 1).append("a", List.of(1, "x"));
        BsonDocument tree = document.toBsonDocument(BsonDocument.class, Codecs.registry());

        assertThat(DIRECT.decode(
                        new org.bson.BsonDocumentReader(tree),
                        DecoderContext.builder().build()))
                .isEqualTo(document);
        BsonDocument written = new BsonDocument();
        DIRECT.encode(new org.bson.BsonDocumentWriter(written), document, PLAIN);
        assertThat(written).isEqualTo(tree);
        Codec<RawBsonDocument> raw = Codecs.of(RawBsonDocument.class);
        BsonDocument copied = new BsonDocument();
        raw.encode(new org.bson.BsonDocumentWriter(copied), RawBsonDocument.parse("{a: 1}"), PLAIN);
        assertThat(copied).isEqualTo(BsonDocument.parse("{a: 1}"));
        assertThat(raw.decode(
                        new org.bson.BsonDocumentReader(tree),
                        DecoderContext.builder().build()))
                .isEqualTo(tree);
    }
}
