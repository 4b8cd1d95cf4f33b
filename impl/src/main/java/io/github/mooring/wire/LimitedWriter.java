package io.github.mooring.wire;

import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonElement;
import org.bson.BsonReader;

/**
 * The library's writer, counting levels and remembering names, so that an error can say where.
 *
 * <p>The library's own depth limit would not do: it does not look into documents that are copied as bytes (raw
 * documents), and its error carries neither numbers nor a path. Confined to its {@link ElementWriter}.
 */
final class LimitedWriter extends BsonBinaryWriter {

    private final WireBuffer buffer;
    private final Nesting nesting;
    private int markedDepth;

    LimitedWriter(WireBuffer buffer, Nesting nesting) {
        super(buffer);
        this.buffer = buffer;
        this.nesting = nesting;
    }

    @Override
    public void writeName(String name) {
        super.writeName(name);
        nesting.name(name);
    }

    @Override
    public void writeStartDocument() {
        nesting.enter();
        super.writeStartDocument();
    }

    @Override
    public void writeStartArray() {
        nesting.enter();
        super.writeStartArray();
    }

    @Override
    public void writeEndDocument() {
        super.writeEndDocument();
        nesting.leave();
    }

    @Override
    public void writeEndArray() {
        super.writeEndArray();
        nesting.leave();
    }

    @Override
    public void mark() {
        super.mark();
        markedDepth = nesting.depth();
    }

    @Override
    public void reset() {
        super.reset();
        nesting.depth(markedDepth);
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
        ElementWriter.checkCopy(bytes, offset, length, nesting);
        super.pipe(bytes, offset, length);
    }

    /** A binary reader is copied as bytes; any other goes through the methods above and is counted there. */
    private void checkCopied(BsonReader reader, int start, boolean named) {
        if (reader instanceof BsonBinaryReader) {
            int document = named ? BsonElements.afterCString(buffer.array(), start + 1) : start;
            ElementWriter.checkCopy(buffer.array(), document, buffer.getPosition() - document, nesting);
        }
    }
}
