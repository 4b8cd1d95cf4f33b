package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonWriter;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.Encoder;
import org.bson.codecs.EncoderContext;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class ElementWriterTest {
    private static final EncoderContext CONTEXT = EncoderContext.builder().build();

    private final WireBuffer buffer = new WireBuffer();
    private final DocumentEncoder encoder = new DocumentEncoder(buffer, 4);

    private BsonDocument written(Consumer<ElementWriter> fields) {
        int start = encoder.encode((out, same) -> same.accept(out), fields, 10_000);
        return RawDocument.of(buffer.array(), start, buffer.getPosition() - start)
                .toBsonDocument();
    }

    /** A codec of the application's, which may do anything. */
    private static Encoder<String> codec(BiConsumer<BsonWriter, String> body) {
        return new Encoder<>() {
            @Override
            public void encode(BsonWriter writer, String value, EncoderContext context) {
                body.accept(writer, value);
            }

            @Override
            public Class<String> getEncoderClass() {
                return String.class;
            }
        };
    }

    @Test
    void writesEachTypeAsTheLibraryReadsIt() {
        BsonDocument document = written(out -> {
            out.string("s", "grün");
            out.int32("i", -5);
            out.int64("l", 1L << 40);
            out.float64("d", 2.5);
            out.bool("b", true);
            out.nothing("n");
            out.date("t", 77);
            out.objectId("o", new ObjectId("0102030405060708090a0b0c"));
            out.decimal("c", new Decimal128(12));
            out.uuid("u", UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
            out.binary("x", (byte) 9, new byte[] {1, 2});
        });

        assertThat(document)
                .isEqualTo(BsonDocument.parse("{s: 'grün', i: -5, l: {$numberLong: '1099511627776'}, d: 2.5, b: true,"
                        + " n: null, t: {$date: {$numberLong: '77'}}, o: {$oid: '0102030405060708090a0b0c'},"
                        + " c: {$numberDecimal: '12'}, u: {$uuid: '00112233-4455-6677-8899-aabbccddeeff'},"
                        + " x: {$binary: {base64: 'AQI=', subType: '09'}}}"));
    }

    @Test
    void numbersTheElementsOfArraysWhoeverWritesThem() {
        BsonDocument document = written(out -> {
            out.beginArray("a");
            for (int i = 0; i < 11; i++) {
                out.value(null, "x", codec((writer, value) -> writer.writeString(value)), CONTEXT);
                out.int32(null, i);
            }
            out.end();
        });

        RawDocument raw = Frames.raw(document.toJson());
        assertThat(document.getArray("a")).hasSize(22);
        assertThat(buffer.toByteArray()).isEqualTo(raw.toByteArray());
    }

    @Test
    void aCodecMayWriteAnyOneValueAnywhere() {
        BsonDocument document = written(out -> {
            out.value("number", "7", codec((writer, value) -> writer.writeInt32(Integer.parseInt(value))), CONTEXT);
            out.beginDocument("in");
            out.value(
                    "doc",
                    BsonDocument.parse("{a: [1, {b: 2}]}").getArray("a").get(1).asDocument(),
                    new BsonDocumentCodec(),
                    CONTEXT);
            out.end();
            out.int32("after", 1);
        });

        assertThat(document).isEqualTo(BsonDocument.parse("{number: 7, in: {doc: {b: 2}}, after: 1}"));
    }

    @Test
    void aCodecThatWritesNothingTwiceOrHalfOfAValueIsRefusedAndLeavesNothingBehind() {
        Encoder<String> nothing = codec((writer, value) -> {});
        Encoder<String> twice = codec((writer, value) -> {
            writer.writeString(value);
            writer.writeString(value);
        });
        Encoder<String> half = codec((writer, value) -> {
            writer.writeStartDocument();
            writer.writeString("a", value);
        });
        for (Encoder<String> wrong : java.util.List.of(nothing, twice, half)) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> written(out -> out.value("field", "x", wrong, CONTEXT)));
            assertThat(buffer.getPosition()).isZero();
            assertThat(written(out -> out.int32("a", 1))).isEqualTo(BsonDocument.parse("{a: 1}"));
            buffer.reset();
        }
        assertThatExceptionOfType(EncodingException.class)
                .isThrownBy(() -> written(out -> out.value("field", "x", half, CONTEXT)))
                .withMessageContaining("value written by the codec: expected one that is whole");
    }

    @Test
    void countsLevelsAcrossBothWaysOfWriting() {
        Encoder<String> twoLevels = codec((writer, value) -> {
            writer.writeStartDocument();
            writer.writeStartArray(value);
            writer.writeEndArray();
            writer.writeEndDocument();
        });

        written(out -> {
            out.beginDocument("a");
            out.value("b", "c", twoLevels, CONTEXT);
            out.end();
        });
        buffer.reset();

        assertThatExceptionOfType(EncodingException.class)
                .isThrownBy(() -> written(out -> {
                    out.beginDocument("a");
                    out.beginArray("b");
                    out.value(null, "c", twoLevels, CONTEXT);
                }))
                .withMessageContaining("deeper than 4 levels")
                .withMessageContaining("(at field 'a.b[].c')");
    }
}
