package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.DocumentCodec;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawDocumentTest {
    private static final DocumentCodec CODEC = new DocumentCodec();

    @Test
    void walksRandomDocumentsLikeTheDecodedOnes() {
        long seed = RandomDocuments.printedSeed();
        RandomDocuments documents = new RandomDocuments(seed);
        for (int run = 0; run < 500; run++) {
            BsonDocument document = run == 0 ? documents.everyType() : documents.next();
            byte[] padded = new byte[Frames.bson(document).length + 9];
            System.arraycopy(Frames.bson(document), 0, padded, 4, padded.length - 9);
            RawDocument raw = RawDocument.of(padded, 4, padded.length - 9);

            List<String> names = new ArrayList<>();
            for (int e = raw.first(); e != RawDocument.END; e = raw.next(e)) {
                names.add(raw.name(e));
                assertThat(raw.nameIs(e, raw.name(e))).isTrue();
                assertThat(raw.nameIs(e, raw.name(e) + "x")).isFalse();
                assertThat(document.get(raw.name(e), BsonNull.VALUE)
                                        .getBsonType()
                                        .getValue()
                                & 0xFF)
                        .isEqualTo(raw.type(e));
            }
            assertThat(names).as("seed %d", seed).containsExactlyElementsOf(document.keySet());
            for (Map.Entry<String, BsonValue> field : document.entrySet()) {
                assertThat(raw.contains(field.getKey())).isTrue();
                assertThat(raw.value(field.getKey())).isEqualTo(field.getValue());
            }
            assertThat(raw.toBsonDocument()).isEqualTo(document);
            assertThat(raw.toByteArray()).isEqualTo(Frames.bson(document));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ok: 1.0} | true",
                "{ok: 1} | true",
                "{ok: {$numberLong: '1'}} | true",
                "{ok: true} | true",
                "{ok: 0.0} | false",
                "{ok: 0} | false",
                "{ok: false} | false",
                "{ok: null} | false",
                "{okay: 1} | false",
                "{} | false",
            })
    void okMayHaveAnyNumericType(String json, boolean ok) {
        assertThat(Frames.raw(json).isOk()).isEqualTo(ok);
    }

    @Test
    void readsNumbersOfEveryTypeAndFallsBackOnlyWhenAbsent() {
        RawDocument raw = Frames.raw("{i: 5, l: {$numberLong: '5000000000'}, d: 7.0, n: null, b: true}");

        assertThat(raw.intValue("i", 1)).isEqualTo(5);
        assertThat(raw.intValue("d", 1)).isEqualTo(7);
        assertThat(raw.longValue("l", 1)).isEqualTo(5_000_000_000L);
        assertThat(raw.longValue("i", 1)).isEqualTo(5);
        assertThat(raw.intValue("n", 9)).isEqualTo(9);
        assertThat(raw.longValue("none", 9)).isEqualTo(9);
        assertThat(raw.booleanValue("b", false)).isTrue();
        assertThat(raw.booleanValue("i", false)).isTrue();
        assertThat(raw.booleanValue("none", true)).isTrue();
    }

    @Test
    void keepsAllDigitsOfALong() {
        assertThat(Frames.raw("{id: {$numberLong: '9223372036854775807'}}").longValue("id", 0))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        RawDocument raw = Frames.raw("{l: {$numberLong: '5000000000'}, f: 1.5, h: 1e300, s: 'x'}");

        assertRefused(() -> raw.intValue("l", 0), "field 'l': expected a number of 32 bits, got 5000000000");
        assertRefused(() -> raw.longValue("f", 0), "field 'f': expected a whole number of 64 bits, got 1.5");
        assertRefused(() -> raw.longValue("h", 0), "field 'h': expected a whole number of 64 bits, got 1.0E300");
        assertRefused(() -> raw.longValue("s", 0), "field 's' at offset 37: expected a number, got string");
        assertRefused(() -> raw.booleanValue("s", true), "field 's' at offset 37: expected a number, got string");
    }

    @Test
    void readsEachKindOfValue() {
        RawDocument raw = Frames.raw("{s: 'grün', d: {x: 1}, a: [{y: 1}, {y: 2}], n: null,"
                + " o: {$oid: '0102030405060708090a0b0c'}, t: {$timestamp: {t: 3, i: 4}},"
                + " p: {$binary: {base64: 'AQID', subType: '00'}}}");

        assertThat(raw.stringValue("s")).isEqualTo("grün");
        assertThat(raw.document("d"))
                .isNotNull()
                .satisfies(d -> assertThat(d.intValue("x", 0)).isEqualTo(1));
        assertThat(raw.objectId("o")).isEqualTo(new ObjectId("0102030405060708090a0b0c"));
        assertThat(raw.timestamp("t")).isEqualTo(new BsonTimestamp(3, 4));
        assertThat(raw.binary("p")).containsExactly(1, 2, 3);
        assertThat(raw.value("n")).isEqualTo(BsonNull.VALUE);
        assertThat(raw.contains("n")).isTrue();
        assertThat(raw.stringValue("n")).isNull();
        assertThat(raw.stringValue("none")).isNull();
        assertThat(raw.document("none")).isNull();
        assertThat(raw.array("none")).isNull();
        assertThat(raw.objectId("none")).isNull();
        assertThat(raw.timestamp("none")).isNull();
        assertThat(raw.binary("none")).isNull();
        assertThat(raw.value("none")).isNull();
    }

    @Test
    void refusesAnotherType() {
        RawDocument raw = Frames.raw("{a: 1}");

        assertRefused(() -> raw.stringValue("a"), "field 'a' at offset 4: expected string, got int");
        assertRefused(() -> raw.document("a"), "field 'a' at offset 4: expected object, got int");
        assertRefused(() -> raw.array("a"), "field 'a' at offset 4: expected array, got int");
        assertRefused(() -> raw.objectId("a"), "field 'a' at offset 4: expected objectId, got int");
        assertRefused(() -> raw.timestamp("a"), "field 'a' at offset 4: expected timestamp, got int");
        assertRefused(() -> raw.binary("a"), "field 'a' at offset 4: expected binData, got int");
        assertRefused(() -> raw.documentAt(raw.first()), "field 'a' at offset 4: expected object, got int");
        assertRefused(() -> raw.stringAt(raw.first()), "field 'a' at offset 4: expected string, got int");
    }

    @Test
    void walksTheStringsOfAnArray() {
        RawDocument array = Frames.raw("{saslSupportedMechs: ['SCRAM-SHA-1', 'SCRAM-SHA-256']}")
                .array("saslSupportedMechs");

        assertThat(array).isNotNull().satisfies(a -> {
            assertThat(a.stringAt(a.first())).isEqualTo("SCRAM-SHA-1");
            assertThat(a.stringAt(a.next(a.first()))).isEqualTo("SCRAM-SHA-256");
            assertThat(a.next(a.next(a.first()))).isEqualTo(RawDocument.END);
        });
    }

    @Test
    void decodesTheDocumentsOfAnArrayWhereTheyLie() {
        RawDocument raw = Frames.raw("{firstBatch: [{_id: 1, a: 'x'}, {_id: 2, a: 'y'}, {}], one: [{b: 1}], none: []}");

        assertThat(raw.decodeElements(raw.find("none"), CODEC)).isEmpty();
        assertThat(raw.decodeElements(raw.find("one"), CODEC)).containsExactly(new Document("b", 1));
        assertThat(raw.decodeElements(raw.find("firstBatch"), CODEC))
                .containsExactly(
                        new Document("_id", 1).append("a", "x"),
                        new Document("_id", 2).append("a", "y"),
                        new Document());
    }

    @Test
    void refusesToDecodeWhatIsNoArrayOrHasOtherThingsThanDocumentsInIt() {
        RawDocument raw = Frames.raw("{no: {}, mixed: [{}, 1], first: [true, {}]}");

        assertRefused(
                () -> raw.decodeElements(raw.find("no"), CODEC), "field 'no' at offset 4: expected array, got object");
        assertRefused(() -> raw.decodeElements(raw.find("mixed"), CODEC), "expected object, got int");
        assertRefused(() -> raw.decodeElements(raw.find("first"), CODEC), "expected object, got bool");
    }

    @Test
    void decodedDocumentsSurviveTheReuseOfTheBuffer() {
        byte[] bytes = Frames.bson("{a: 'text', b: {$binary: {base64: 'AQID', subType: '00'}}}");
        RawDocument raw = RawDocument.of(bytes, 0, bytes.length);
        BsonDocument decoded = raw.toBsonDocument();

        java.util.Arrays.fill(bytes, (byte) 0xEE);

        assertThat(decoded).isEqualTo(BsonDocument.parse("{a: 'text', b: {$binary: {base64: 'AQID', subType: '00'}}}"));
    }

    @Test
    void comparesNamesBeyondAsciiAndPrefixes() {
        RawDocument raw = Frames.raw("{ab: 1, a: 2, 'ключ': 3, '': 4}");

        assertThat(raw.intValue("a", 0)).isEqualTo(2);
        assertThat(raw.intValue("ab", 0)).isEqualTo(1);
        assertThat(raw.intValue("abc", 0)).isZero();
        assertThat(raw.intValue("ключ", 0)).isEqualTo(3);
        assertThat(raw.intValue("", 0)).isEqualTo(4);
        assertThat(raw.contains("a\0")).isFalse();
    }

    @Test
    void doesNotShowItsContent() {
        assertThat(Frames.raw("{secret: 'x'}")).hasToString("RawDocument[19 bytes]");
    }

    @Test
    void readsAnyTypeAsValue() {
        assertThat(Frames.raw("{_id: 1}").value("_id")).isEqualTo(new BsonInt32(1));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String text) {
        assertThatExceptionOfType(WireException.class).isThrownBy(call).withMessageEndingWith(text);
    }
}
