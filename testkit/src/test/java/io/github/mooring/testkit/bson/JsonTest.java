package io.github.mooring.testkit.bson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsPlainJson() {
        assertThat(Json.document("{\"a\": [1, null, true, \"x\\n\\u0041\"], \"b\": {\"c\": -1.5e3}}"))
                .isEqualTo(new Document("a", Arrays.asList(1, null, true, "x\nA"))
                        .append("b", new Document("c", -1500.0)));
    }

    @Test
    void readsBareNamesAndSingleQuotes() {
        assertThat(Json.document("{$db: 'it\\'s', _id: 5000000000}"))
                .isEqualTo(new Document("$db", "it's").append("_id", 5_000_000_000L));
    }

    @Test
    void unwrapsExtendedTypes() {
        assertThat(Json.document("{o: {$oid: '0123456789abcdef01234567'}, l: {$numberLong: '1'}, d: {$date: 5}, "
                        + "b: {$binary: {base64: 'AQI=', subType: '00'}}, t: {$timestamp: {t: 1, i: 2}}}"))
                .isEqualTo(new Document("o", new ObjectId("0123456789abcdef01234567"))
                        .append("l", 1L)
                        .append("d", Instant.ofEpochMilli(5))
                        .append("b", new BinData(new byte[] {1, 2}))
                        .append("t", new BsonTimestamp((1L << 32) | 2)));
    }

    @Test
    void survivesTheTripThroughBson() {
        Document document = Json.document("{a: [1, {b: 'x'}, null], c: {$numberLong: '7'}, d: 1.5}");
        byte[] bytes = BsonOutput.bytes(document);

        assertThat(bytes).hasSize(BsonOutput.size(document));
        assertThat(new BsonInput(ByteBuffer.wrap(bytes)).readDocument()).isEqualTo(document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{a}",
                "{a: }",
                "{a: 1} x",
                "[1]",
                "{a: 1,, b: 2}",
                "{a: 'x}",
                "{a: tru}",
                "{a: '\\u12'}"
            })
    void namesThePlaceOfNonsense(String text) {
        assertThatThrownBy(() -> Json.document(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset");
    }

    @Test
    void everyTruncationOfBsonIsNoticed() {
        byte[] bytes = BsonOutput.bytes(
                Json.document("{a: [1, 'x'], b: {$binary: {base64: 'AQI=', subType: '00'}}, c: {d: true}, e: {$oid: "
                        + "'0123456789abcdef01234567'}}"));
        for (int length = 0; length < bytes.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
            assertThatThrownBy(() -> new BsonInput(cut).readDocument())
                    .as("cut to %d bytes", length)
                    .isInstanceOf(MalformedBsonException.class);
        }
    }
}
