package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Code;
import org.bson.types.Decimal128;
import org.bson.types.MaxKey;
import org.bson.types.MinKey;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values go in and come out unchanged, to the bit. */
@Timeout(300)
class ValueTest {
    @Test
    void everyTypeThatIsTakenComesBackUnchanged() {
        Document all = new Document("_id", new ObjectId())
                .append("double", -0.0)
                .append("nan", Double.NaN)
                .append("string", "\u00e4 \ud83d\ude80 \0 end")
                .append("document", new Document("a", new Document("b", 1)))
                .append("array", Arrays.asList(1, null, List.of("x")))
                .append("empty", List.of(new Document(), List.of()))
                .append("binary", new Binary(new byte[] {1, 2, 3}))
                .append("uuid", UUID.randomUUID())
                .append("oldUuid", new BsonBinary((byte) 3, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6, 5, 4, 3, -2
                }))
                .append("true", true)
                .append("date", Instant.ofEpochMilli(-1))
                .append("null", null)
                .append("regex", new BsonRegularExpression("^a.*", "im"))
                .append("code", new Code("function() {}"))
                .append("int", Integer.MIN_VALUE)
                .append("timestamp", new BsonTimestamp(-5))
                .append("long", Long.MAX_VALUE)
                .append("decimal", new Decimal128(new BigDecimal("12345678901234567890.1234567890")))
                .append("decimalNaN", Decimal128.NaN)
                .append("decimalMinusZero", Decimal128.parse("-0E+10"))
                .append("min", new MinKey())
                .append("max", new MaxKey())
                .append("", "an empty name");
        try (DriverSession session = new DriverSession()) {
            session.collection().insertOne(all);

            BsonDocument stored = session.collection()
                    .withDocumentClass(BsonDocument.class)
                    .find()
                    .first();

            BsonDocument sent =
                    all.toBsonDocument(Document.class, session.collection().getCodecRegistry());
            assertThat(stored).isEqualTo(sent);
            assertThat(stored.keySet()).containsExactlyElementsOf(sent.keySet());
        }
    }

    @Test
    void theIdComesFirstWhereverItWasSent() {
        try (DriverSession session = new DriverSession()) {
            session.database()
                    .runCommand(new Document("insert", "things")
                            .append("documents", List.of(new Document("a", 1).append("_id", 2))));

            Document stored = session.collection().find().first();

            assertThat(stored).isNotNull();
            assertThat(stored.keySet()).containsExactly("_id", "a");
        }
    }
}
