package io.github.mooring.wire;

import io.github.mooring.time.Seed;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Documents with every BSON type in them; the same seed gives the same documents. */
public final class RandomDocuments {

    private static final String[] TEXTS = {"", "a", "name", "grün", "ключ", "日本", "😀x", "two words"};
    private static final int TYPES = 21;

    private final Random random;

    /** A new seed, printed so that a failing run can be repeated. */
    public static long printedSeed() {
        return new Seed("random documents").value();
    }

    /** Documents from this seed. */
    public RandomDocuments(long seed) {
        random = new Random(seed);
    }

    /** Another document. */
    public BsonDocument next() {
        return document(4);
    }

    /** A document that has each type once, some of them nested. */
    public BsonDocument everyType() {
        BsonDocument document = new BsonDocument();
        for (int type = 0; type < TYPES; type++) {
            document.append("f" + type, value(type, 2));
        }
        return document;
    }

    private BsonDocument document(int depth) {
        BsonDocument document = new BsonDocument();
        for (int i = random.nextInt(6); i > 0; i--) {
            document.append(text() + i, value(random.nextInt(TYPES), depth - 1));
        }
        return document;
    }

    private BsonValue value(int type, int depth) {
        return switch (type) {
            case 0 -> new BsonDouble(random.nextDouble());
            case 1 -> new BsonString(text());
            case 2 -> depth > 0 ? document(depth) : new BsonDocument();
            case 3 -> array(depth);
            case 4 -> new BsonBinary((byte) random.nextInt(8), bytes(random.nextInt(20)));
            case 5 -> new BsonUndefined();
            case 6 -> new BsonObjectId(new ObjectId(bytes(12)));
            case 7 -> BsonBoolean.valueOf(random.nextBoolean());
            case 8 -> new BsonDateTime(random.nextLong());
            case 9 -> BsonNull.VALUE;
            case 10 -> new BsonRegularExpression(text(), "i");
            case 11 -> new BsonDbPointer("db.c", new ObjectId(bytes(12)));
            case 12 -> new BsonJavaScript(text());
            case 13 -> new BsonSymbol(text());
            case 14 -> new BsonJavaScriptWithScope(text(), depth > 0 ? document(depth) : new BsonDocument());
            case 15 -> new BsonInt32(random.nextInt());
            case 16 -> new BsonTimestamp(random.nextLong());
            case 17 -> new BsonInt64(random.nextLong());
            case 18 -> new BsonDecimal128(Decimal128.fromIEEE754BIDEncoding(0x3040000000000000L, random.nextInt(1000)));
            case 19 -> new BsonMaxKey();
            default -> new BsonMinKey();
        };
    }

    private BsonArray array(int depth) {
        BsonArray array = new BsonArray();
        for (int i = depth > 0 ? random.nextInt(4) : 0; i > 0; i--) {
            array.add(value(random.nextInt(TYPES), depth - 1));
        }
        return array;
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
