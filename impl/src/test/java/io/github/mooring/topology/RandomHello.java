package io.github.mooring.topology;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** Answers to hello by servers that may be anything, and now and then broken. */
final class RandomHello {
    /** One field in so many is of any type. */
    private static final int GARBAGE_IN = 150;

    private final Random random;
    private final int hosts;
    private final int maxWireVersion;

    RandomHello(Random random, int hosts, int maxWireVersion) {
        this.random = random;
        this.hosts = hosts;
        this.maxWireVersion = maxWireVersion;
    }

    BsonDocument next() {
        BsonDocument hello = new BsonDocument();
        put(hello, 50, "ok", () -> new BsonInt32(random.nextInt(30) == 0 ? 0 : 1));
        put(hello, 1, "maxWireVersion", () -> new BsonInt32(maxWireVersion));
        put(hello, 3, "logicalSessionTimeoutMinutes", () -> new BsonInt32(random.nextInt(60)));
        switch (random.nextInt(12)) {
            case 0 -> put(hello, 1, "msg", () -> new BsonString("isdbgrid"));
            case 1 -> put(hello, 1, "isreplicaset", () -> BsonBoolean.TRUE);
            case 2 -> put(hello, 1, "isWritablePrimary", () -> BsonBoolean.TRUE);
            default -> member(hello);
        }
        put(hello, 3, "topologyVersion", this::topologyVersion);
        return hello;
    }

    private void member(BsonDocument hello) {
        put(hello, 50, "setName", () -> new BsonString(random.nextInt(30) == 0 ? "other" : "rs"));
        String role = List.of(
                        "isWritablePrimary", "ismaster", "secondary", "secondary", "arbiterOnly", "hidden", "none")
                .get(random.nextInt(7));
        put(hello, 1, role, () -> BsonBoolean.TRUE);
        put(hello, 1, "hosts", this::hosts);
        put(hello, 3, "passives", this::hosts);
        put(hello, 5, "arbiters", this::hosts);
        put(hello, 20, "me", this::host);
        put(hello, 2, "primary", this::host);
        put(hello, 1, "electionId", () -> new BsonObjectId(new ObjectId("%024x".formatted(random.nextInt(20)))));
        put(hello, 1, "setVersion", () -> new BsonInt32(random.nextInt(5)));
        put(hello, 3, "tags", () -> new BsonDocument("dc", new BsonString("east")));
        put(hello, 3, "lastWrite", () -> new BsonDocument("lastWriteDate", new BsonDateTime(random.nextLong())));
    }

    /** Present in one of {@code oneOf}, or, if that is 50, in nearly all; now and then it is something else. */
    private void put(BsonDocument hello, int oneOf, String name, Supplier<BsonValue> value) {
        boolean present = oneOf == 50 ? random.nextInt(50) > 0 : random.nextInt(oneOf) == 0;
        if (random.nextInt(GARBAGE_IN) == 0) {
            hello.append(name, garbage());
        } else if (present) {
            hello.append(name, value.get());
        }
    }

    private BsonArray hosts() {
        int count = random.nextInt(20) == 0 ? random.nextInt(hosts) : random.nextInt(5);
        return new BsonArray(IntStream.range(0, count).mapToObj(i -> host()).toList());
    }

    private BsonString host() {
        return new BsonString((random.nextBoolean() ? "h" : "H") + random.nextInt(hosts) + ":27017");
    }

    private BsonDocument topologyVersion() {
        return new BsonDocument("processId", new BsonObjectId(new ObjectId("%024x".formatted(random.nextInt(2)))))
                .append("counter", new BsonInt64(random.nextInt(10)));
    }

    private BsonValue garbage() {
        return switch (random.nextInt(8)) {
            case 0 -> BsonNull.VALUE;
            case 1 -> new BsonInt64(random.nextLong());
            case 2 -> new BsonDouble(random.nextDouble());
            case 3 -> new BsonString("\n\u0007\u202e");
            case 4 -> new BsonArray(List.of(new BsonArray(), BsonNull.VALUE));
            case 5 -> new BsonDocument("x", new BsonArray());
            case 6 -> new BsonInt32(-1);
            default -> BsonBoolean.TRUE;
        };
    }
}
