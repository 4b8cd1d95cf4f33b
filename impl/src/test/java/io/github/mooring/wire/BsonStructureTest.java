package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BsonStructureTest {

    @Test
    void acceptsWhateverTheLibraryWrites() {
        long seed = RandomDocuments.printedSeed();
        RandomDocuments documents = new RandomDocuments(seed);
        for (int run = 0; run < 1000; run++) {
            byte[] bytes = Frames.bson(run == 0 ? documents.everyType() : documents.next());
            assertThatNoException()
                    .as("seed %d run %d", seed, run)
                    .isThrownBy(() -> BsonStructure.validate(bytes, 0, bytes.length, 20));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "05000000 01                       | element at offset 4 (field ''): expected the end of the document, got double",
                "06000000 00 00                    | document terminator at offset 4 (field ''): expected offset 5, got offset 4",
                "08000000 0a 6100 01               | element at offset 7 (field 'a'): expected the end of the document, got double",
                "08000000 14 6100 00               | element type at offset 7 (field 'a'): expected a BSON type, got type 20",
                "09000000 08 6100 02 00            | boolean at offset 7 (field 'a'): expected 0 or 1, got 2",
                "08000000 08 6100 00               | bool at offset 7 (field 'a'): expected 1 bytes, got 0",
                "0b000000 10 6100 000000 00        | int at offset 7 (field 'a'): expected 4 bytes, got 3",
                "0d000000 02 6100 00000000 00 00   | string length at offset 7 (field 'a'): expected 1, got 0",
                "0d000000 02 6100 02000000 00 00   | string length at offset 7 (field 'a'): expected 1, got 2",
                "0d000000 02 6100 ffffffff 00 00   | string length at offset 7 (field 'a'): expected 1, got -1",
                "0d000000 02 6100 ffffff7f 00 00   | string length at offset 7 (field 'a'): expected 1, got 2147483647",
                "0d000000 02 6100 01000000 41 00   | string terminator at offset 11 (field 'a'): expected 0, got 65",
                "0a000000 02 6100 0100 00          | string length at offset 7 (field 'a'): expected 4 bytes, got 2",
                "0d000000 05 6100 ffffffff 00 00   | binary length at offset 7 (field 'a'): expected 0, got -1",
                "0d000000 05 6100 01000000 00 00   | binary length at offset 7 (field 'a'): expected 0, got 1",
                "11000000 05 6100 04000000 02 01000000 00 | inner length of old binary at offset 12 (field 'a'): expected 0, got 1",
                "0d000000 05 6100 00000000 02 00   | inner length of old binary at offset 12 (field 'a'): expected -4, got -1",
                "0d000000 03 6100 06000000 00 00   | document length at offset 7 (field 'a'): expected 5, got 6",
                "0d000000 04 6100 04000000 00 00   | document length at offset 7 (field 'a'): expected 5, got 4",
                "0c000000 0b 6100 61 62 6300 00    | regular expression options at offset 11 (field 'a'): expected a NUL before offset 11, got none",
                "16000000 0f 6100 0e000000 01000000 00 06000000 00 00 | scope length at offset 16 (field 'a'): expected 5, got 6",
                "16000000 0f 6100 0d000000 01000000 00 05000000 00 00 | code with scope length at offset 7 (field 'a'): expected 14, got 13",
                "16000000 0f 6100 0e000000 02000000 00 05000000 00 00 | string length at offset 11 (field 'a'): expected 1, got 2",
            })
    void saysWhichFieldAtWhichOffsetIsWrong(String hex, String text) {
        byte[] bytes = Frames.hex(hex);
        assertThat(LittleEndian.getInt(bytes, 0))
                .as("length of the example itself")
                .isEqualTo(bytes.length);

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> BsonStructure.validate(bytes, 0, bytes.length, 10))
                .withMessage("BSON " + text);
    }

    @Test
    void namesThePathOfANestedField() {
        byte[] bytes = Frames.bson("{ok: 1.0, cursor: {id: 0, firstBatch: [{a: 1}, {b: true}]}}");
        int value = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\bb\0") + 3;
        bytes[value] = 7;

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> BsonStructure.validate(bytes, 0, bytes.length, 10))
                .withMessage(
                        "BSON boolean at offset " + value + " (field 'cursor.firstBatch.1.b'): expected 0 or 1, got 7");
    }

    @Test
    void limitsDepthExactly() {
        for (int depth = 1; depth <= 40; depth++) {
            byte[] bytes = Frames.bson(nested(depth));
            int limit = depth;
            assertThatNoException().isThrownBy(() -> BsonStructure.validate(bytes, 0, bytes.length, limit));
            assertThatExceptionOfType(WireException.class)
                    .isThrownBy(() -> BsonStructure.validate(bytes, 0, bytes.length, limit - 1))
                    .withMessageContaining("BSON nesting at offset")
                    .withMessageContaining("expected at most " + (limit - 1) + " levels, got " + limit);
        }
    }

    @Test
    void aMillionLevelsNeitherOverflowTheStackNorTakeLong() {
        int levels = 1_000_000;
        byte[] bytes = new byte[levels * 8];
        for (int level = 0; level < levels; level++) {
            LittleEndian.putInt(bytes, level * 7, bytes.length - level * 8);
            bytes[level * 7 + 4] = BsonElements.DOCUMENT;
            bytes[level * 7 + 5] = 'a';
        }

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> BsonStructure.validate(bytes, 0, bytes.length, 250))
                .withMessageContaining("at most 250 levels");
    }

    @Test
    void refusesAnExtentOutsideTheArray() {
        byte[] bytes = Frames.bson("{}");
        int[][] extents = {{0, 6}, {1, 5}, {-1, 5}, {0, 4}, {0, -1}, {5, 5}, {Integer.MAX_VALUE, 5}};
        for (int[] extent : extents) {
            assertThatExceptionOfType(WireException.class)
                    .isThrownBy(() -> BsonStructure.validate(bytes, extent[0], extent[1], 10));
        }
    }

    static BsonDocument nested(int depth) {
        BsonValue value = new BsonDocument();
        for (int level = depth; level > 1; level--) {
            value = level % 2 == 0 ? new BsonDocument("d", value) : new BsonDocument("a", value);
        }
        return value.asDocument();
    }

    static BsonDocument nestedInArrays(int depth) {
        BsonArray array = new BsonArray();
        for (int level = depth; level > 2; level--) {
            BsonArray outer = new BsonArray();
            outer.add(array);
            array = outer;
        }
        return new BsonDocument("list", array);
    }
}
