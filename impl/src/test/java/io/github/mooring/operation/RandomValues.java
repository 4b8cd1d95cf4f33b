package io.github.mooring.operation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.Binary;
import org.bson.types.Code;
import org.bson.types.CodeWithScope;
import org.bson.types.Decimal128;
import org.bson.types.MinKey;
import org.bson.types.ObjectId;
import org.bson.types.Symbol;
import org.jspecify.annotations.Nullable;

/** Documents as applications make them, of values of many classes, some of which have no place in a document. */
final class RandomValues {
    /** For a value that goes through a codec of the library's. */
    public record Point(int x, String name) {}

    private static final int KINDS = 38;

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    Document document() {
        return document(3);
    }

    private Document document(int depth) {
        Document document = new Document();
        for (int i = random.nextInt(6); i > 0; i--) {
            document.append(random.nextInt(8) == 0 ? "_id" : "f" + i, value(depth - 1));
        }
        return document;
    }

    private @Nullable Object value(int depth) {
        int kind = random.nextInt(KINDS * 20);
        if (kind == 0) {
            return new Thread();
        }
        return kind % KINDS < 12 ? nested(kind % KINDS, Math.max(0, depth)) : single(kind % KINDS);
    }

    @SuppressWarnings("JdkObsolete") // a list without random access is what is wanted here
    private Object nested(int kind, int depth) {
        return switch (kind) {
            case 0, 1 -> document(depth);
            case 2 -> list(depth);
            case 3 -> new LinkedList<>(list(depth));
            case 4 -> new LinkedHashSet<>(list(depth));
            case 5 -> Arrays.asList(1, null, "x");
            case 6 -> new HashMap<>(document(depth));
            case 7 -> new BsonDocument("b", new BsonInt32(random.nextInt()));
            case 8 -> RawBsonDocument.parse("{raw: [1, {x: 2}]}");
            case 9 -> new BsonArray(List.of(new BsonInt32(1)));
            case 10 -> new CodeWithScope("f", document(depth));
            default -> Map.of("k", random.nextInt());
        };
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = depth == 0 ? 0 : random.nextInt(13); i > 0; i--) {
            list.add(value(depth - 1));
        }
        return list;
    }

    @SuppressWarnings("JavaUtilDate") // what the library has documents hold
    private @Nullable Object single(int kind) {
        return switch (kind) {
            case 12 -> null;
            case 13 -> "text grün 日本 😀";
            case 14 -> random.nextInt();
            case 15 -> random.nextLong();
            case 16 -> random.nextDouble();
            case 17 -> random.nextFloat();
            case 18 -> (short) random.nextInt();
            case 19 -> (byte) random.nextInt();
            case 20 -> 'c';
            case 21 -> random.nextBoolean();
            case 22 -> new Date(random.nextLong());
            case 23 -> Instant.ofEpochMilli(random.nextInt());
            case 24 -> LocalDate.EPOCH;
            case 25 -> new UUID(random.nextLong(), random.nextLong());
            case 26 -> new ObjectId();
            case 27 -> new byte[] {1, 2};
            case 28 -> new Binary((byte) random.nextInt(10), new byte[random.nextInt(20)]);
            case 29 -> new Decimal128(random.nextInt());
            case 30 -> new BigDecimal(random.nextInt());
            case 31 -> new AtomicInteger(4);
            case 32 -> Pattern.compile("a.b", Pattern.CASE_INSENSITIVE);
            case 33 -> TimeUnit.DAYS;
            case 34 -> new Point(1, "p");
            case 35 -> new BsonTimestamp(random.nextLong());
            case 36 -> random.nextBoolean() ? new Code("c") : new Symbol("s");
            default -> new MinKey();
        };
    }
}
