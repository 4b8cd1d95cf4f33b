package io.github.mooring.wire;

import java.util.Arrays;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonElement;
import org.bson.BsonReader;
import org.jspecify.annotations.Nullable;

/**
 * The library's writer, counting levels and remembering names, so that an error can say where.
 *
 * <p>The library's own depth limit would not do: it does not look into documents that are copied as bytes (raw
 * documents), and its error carries neither numbers nor a path. Confined to its {@link DocumentEncoder}.
 */
final class LimitedWriter extends BsonBinaryWriter {

    private static final int MAX_PATH_NAMES = 12;

    private final WireBuffer buffer;
    private final int maxDepth;
    private int depth;
    private int markedDepth;
    /** Name being written at each level from 1; null inside arrays, whose elements have none. */
    private @Nullable String[] names = new String[8];

    LimitedWriter(WireBuffer buffer, int maxDepth) {
        super(buffer);
        this.buffer = buffer;
        this.maxDepth = maxDepth;
    }

    /** Returns the dotted path of what is being written, {@code []} for array elements, cut off after 12 levels. */
    String path() {
        StringBuilder path = new StringBuilder();
        for (int level = 1; level <= Math.min(depth, MAX_PATH_NAMES); level++) {
            String name = names[level];
            if (name != null) {
                path.append(path.isEmpty() ? "" : ".").append(name.replace('\0', '?'));
            } else if (level < depth) {
                path.append("[]");
            }
        }
        return depth > MAX_PATH_NAMES ? path + "..." : path.toString();
    }

    @Override
    public void writeName(String name) {
        super.writeName(name);
        names[depth] = name;
    }

    @Override
    public void writeStartDocument() {
        requireRoom();
        super.writeStartDocument();
        enter();
    }

    @Override
    public void writeStartArray() {
        requireRoom();
        super.writeStartArray();
        enter();
    }

    @Override
    public void writeEndDocument() {
        super.writeEndDocument();
        depth--;
    }

    @Override
    public void writeEndArray() {
        super.writeEndArray();
        depth--;
    }

    @Override
    public void mark() {
        super.mark();
        markedDepth = depth;
    }

    @Override
    public void reset() {
        super.reset();
        depth = markedDepth;
    }

    @Override
    public void pipe(BsonReader reader) {
        int start = buffer.getPosition();
        boolean named = getState() == State.VALUE;
        super.pipe(reader);
        checkCopied(reader, start, named);
    }

    @Override
    public void pipe(BsonReader reader, List<BsonElement> extraElements) {
        int start = buffer.getPosition();
        boolean named = getState() == State.VALUE;
        super.pipe(reader, extraElements);
        checkCopied(reader, start, named);
    }

    @Override
    public void pipe(byte[] bytes, int offset, int length) {
        check(bytes, offset, length);
        super.pipe(bytes, offset, length);
    }

    /** A binary reader is copied as bytes; any other goes through the methods above and is counted there. */
    private void checkCopied(BsonReader reader, int start, boolean named) {
        if (reader instanceof BsonBinaryReader) {
            int document = named ? BsonElements.afterCString(buffer.array(), start + 1) : start;
            check(buffer.array(), document, buffer.getPosition() - document);
        }
    }

    private void check(byte[] bytes, int offset, int length) {
        try {
            BsonStructure.validate(bytes, offset, length, maxDepth - depth);
        } catch (NestingException e) {
            throw EncodingException.tooDeep(maxDepth, path());
        } catch (WireException e) {
            throw EncodingException.notBson(e);
        }
    }

    private void requireRoom() {
        if (depth == maxDepth) {
            throw EncodingException.tooDeep(maxDepth, path());
        }
    }

    private void enter() {
        depth++;
        if (depth == names.length) {
            names = Arrays.copyOf(names, depth * 2);
        }
        names[depth] = null;
    }
}
