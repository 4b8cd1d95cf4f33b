package io.github.mooring.wire;

/**
 * Type bytes of BSON and the size of each type's value.
 *
 * <p>Integers, not an enum: the walk over a reply must not look anything up. Source: BSON specification 1.1.
 */
final class BsonElements {

    static final int DOUBLE = 0x01;
    static final int STRING = 0x02;
    static final int DOCUMENT = 0x03;
    static final int ARRAY = 0x04;
    static final int BINARY = 0x05;
    static final int UNDEFINED = 0x06;
    static final int OBJECT_ID = 0x07;
    static final int BOOLEAN = 0x08;
    static final int DATE = 0x09;
    static final int NULL = 0x0A;
    static final int REGEX = 0x0B;
    static final int DB_POINTER = 0x0C;
    static final int JAVASCRIPT = 0x0D;
    static final int SYMBOL = 0x0E;
    static final int JAVASCRIPT_WITH_SCOPE = 0x0F;
    static final int INT32 = 0x10;
    static final int TIMESTAMP = 0x11;
    static final int INT64 = 0x12;
    static final int DECIMAL128 = 0x13;
    static final int MAX_KEY = 0x7F;
    static final int MIN_KEY = 0xFF;

    static final int OLD_BINARY_SUBTYPE = 2;

    private BsonElements() {}

    /** Returns how many bytes a value takes, in a document that {@link BsonStructure} has found good. */
    static int valueSize(byte[] bytes, int type, int at) {
        return switch (type) {
            case UNDEFINED, NULL, MAX_KEY, MIN_KEY -> 0;
            case BOOLEAN -> 1;
            case INT32 -> 4;
            case DOUBLE, DATE, TIMESTAMP, INT64 -> 8;
            case OBJECT_ID -> 12;
            case DECIMAL128 -> 16;
            case DOCUMENT, ARRAY, JAVASCRIPT_WITH_SCOPE -> LittleEndian.getInt(bytes, at);
            case STRING, JAVASCRIPT, SYMBOL -> 4 + LittleEndian.getInt(bytes, at);
            case BINARY -> 5 + LittleEndian.getInt(bytes, at);
            case DB_POINTER -> 4 + LittleEndian.getInt(bytes, at) + 12;
            case REGEX -> afterCString(bytes, afterCString(bytes, at)) - at;
            default -> throw new WireException("BSON element type at offset " + at, "a BSON type", describe(type));
        };
    }

    static int afterCString(byte[] bytes, int at) {
        int end = at;
        while (bytes[end] != 0) {
            end++;
        }
        return end + 1;
    }

    /** Returns the type's name as {@code $type} in the query language spells it, or its number. */
    static String describe(int type) {
        return switch (type) {
            case DOUBLE -> "double";
            case STRING -> "string";
            case DOCUMENT -> "object";
            case ARRAY -> "array";
            case BINARY -> "binData";
            case UNDEFINED -> "undefined";
            case OBJECT_ID -> "objectId";
            case BOOLEAN -> "bool";
            case DATE -> "date";
            case NULL -> "null";
            case REGEX -> "regex";
            case DB_POINTER -> "dbPointer";
            case JAVASCRIPT -> "javascript";
            case SYMBOL -> "symbol";
            case JAVASCRIPT_WITH_SCOPE -> "javascriptWithScope";
            case INT32 -> "int";
            case TIMESTAMP -> "timestamp";
            case INT64 -> "long";
            case DECIMAL128 -> "decimal";
            case MAX_KEY -> "maxKey";
            case MIN_KEY -> "minKey";
            default -> "type " + type;
        };
    }
}
