package io.github.mooring.testkit.bson;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Turns documents such as {@code {$oid: ...}} into the value that they stand for. */
final class ExtendedJson {
    private ExtendedJson() {}

    /** The value that {@code document} stands for, or the document itself. */
    static Object unwrap(Document document) {
        if (document.size() != 1) {
            return document;
        }
        String name = document.keySet().iterator().next();
        Object value = document.get(name);
        String text = String.valueOf(value);
        return switch (name) {
            case "$oid" -> new ObjectId(text);
            case "$numberInt" -> Integer.valueOf(text);
            case "$numberLong" -> Long.valueOf(text);
            case "$numberDouble" -> Double.valueOf(text);
            case "$numberDecimal" -> new Decimal128(new BigDecimal(text));
            case "$uuid" -> UUID.fromString(text);
            case "$date" ->
                value instanceof Number millis ? Instant.ofEpochMilli(millis.longValue()) : Instant.parse(text);
            case "$binary" -> value instanceof Document parts ? binary(parts) : document;
            case "$timestamp" -> value instanceof Document parts ? timestamp(parts) : document;
            default -> document;
        };
    }

    private static Object binary(Document parts) {
        byte[] data = Base64.getDecoder().decode(String.valueOf(parts.get("base64")));
        int subtype = Integer.parseInt(String.valueOf(parts.get("subType")), 16);
        if (subtype == 0) {
            return new BinData(data);
        }
        if (subtype == 4 && data.length == 16) {
            ByteBuffer bits = ByteBuffer.wrap(data);
            return new UUID(bits.getLong(), bits.getLong());
        }
        throw new IllegalArgumentException(
                "binary subtypes 0 and 4 only, not " + subtype + " of " + data.length + " bytes");
    }

    private static Object timestamp(Document parts) {
        return parts.get("t") instanceof Number seconds && parts.get("i") instanceof Number increment
                ? new BsonTimestamp((seconds.longValue() << 32) | (increment.longValue() & 0xFFFFFFFFL))
                : parts;
    }
}
