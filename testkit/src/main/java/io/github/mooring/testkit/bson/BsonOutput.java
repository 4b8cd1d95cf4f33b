package io.github.mooring.testkit.bson;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes documents as BSON, with the engine's encoder, and measures them without writing. */
public final class BsonOutput {
    private BsonOutput() {}

    /** The document's bytes. */
    public static byte[] bytes(Map<String, ?> document) {
        ByteBuf buffer = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, buffer);
        return ByteBufUtil.getBytes(buffer);
    }

    /** How many bytes {@link #bytes} would return. */
    public static int size(Document document) {
        int size = 5;
        for (Map.Entry<String, Object> field : document.entrySet()) {
            size += 1 + utf8Length(field.getKey()) + 1 + valueSize(field.getValue());
        }
        return size;
    }

    private static int valueSize(@Nullable Object value) {
        if (value instanceof Document document) {
            return size(document);
        }
        if (value instanceof Collection<?> list) {
            return arraySize(list);
        }
        if (value instanceof String text) {
            return 5 + utf8Length(text);
        }
        if (value instanceof BinData data) {
            return 5 + data.getData().length;
        }
        if (value instanceof BsonRegularExpression regex) {
            String options = regex.getOptions();
            return 2 + utf8Length(regex.getPattern()) + (options == null ? 0 : utf8Length(options));
        }
        ByteBuf buffer = Unpooled.buffer(16);
        BsonEncoder.encodeValue(BsonEncoder.determineType(value), value, buffer);
        return buffer.writerIndex();
    }

    private static int arraySize(Collection<?> list) {
        int size = 5;
        int index = 0;
        for (Object element : list) {
            size += 2 + Integer.toString(index++).length() + valueSize(element);
        }
        return size;
    }

    private static int utf8Length(String text) {
        return ByteBufUtil.utf8Bytes(text);
    }
}
