package io.github.mooring.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.bson.ByteBuf;
import org.bson.ByteBufNIO;
import org.bson.io.OutputBuffer;
import org.bson.types.ObjectId;

/**
 * A growing byte array that whole messages are encoded into, to go out in one single write, and that is used again.
 *
 * <p>One contiguous array on purpose: a list of pieces would cost a system call each. Not thread-safe; confined to
 * whoever encodes a message.
 */
public final class WireBuffer extends OutputBuffer {

    /** What is kept between messages at most; larger arrays are given back. Chosen: thousands of connections fit. */
    static final int RETAINED_BYTES = 64 * 1024;

    private static final int INITIAL_BYTES = 1024;
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    private static final int OBJECT_ID_BYTES = 12;

    private byte[] bytes = new byte[INITIAL_BYTES];
    /** The same bytes, or those before the last growth, as the library wants them for an object id. */
    private ByteBuffer view = ByteBuffer.wrap(bytes);

    private int position;
    private int limitStart;
    private int limitBytes = MAX_ARRAY_BYTES;

    /** Returns the array itself, valid up to {@link #size()} and until the next write, which may replace it. */
    public byte[] array() {
        return bytes;
    }

    /** Forgets the content and gives an array larger than 64 KiB back. */
    public void reset() {
        position = 0;
        unlimit();
        if (bytes.length > RETAINED_BYTES) {
            bytes = new byte[INITIAL_BYTES];
            view = ByteBuffer.wrap(bytes);
        }
    }

    /** Refuses to grow past {@code start + maxBytes} with an {@link EncodingException} until {@link #unlimit}. */
    void limit(int start, int maxBytes) {
        limitStart = start;
        limitBytes = maxBytes;
    }

    void unlimit() {
        limit(0, MAX_ARRAY_BYTES);
    }

    /** Makes room for {@code count} bytes at {@code at}, moving what stands there and behind it back. */
    void insert(int at, int count) {
        reserve(count);
        System.arraycopy(bytes, at, bytes, at + count, position - at);
        position += count;
    }

    int int32At(int at) {
        return LittleEndian.getInt(bytes, at);
    }

    @Override
    public int getPosition() {
        return position;
    }

    @Override
    public int getSize() {
        return position;
    }

    @Override
    public void truncateToPosition(int newPosition) {
        if (newPosition < 0 || newPosition > position) {
            throw new IllegalArgumentException("position " + newPosition + " is outside 0.." + position);
        }
        position = newPosition;
    }

    @Override
    public void writeByte(int value) {
        reserve(1);
        bytes[position++] = (byte) value;
    }

    @Override
    public void writeBytes(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, position, length);
        position += length;
    }

    @Override
    public void writeInt32(int value) {
        reserve(4);
        LittleEndian.putInt(bytes, position, value);
        position += 4;
    }

    /** Puts a number where one was left open. */
    @SuppressWarnings("deprecation") // the library's writer still fills in its lengths with it, four bytes one by one
    @Override
    public void writeInt32(int at, int value) {
        if (at < 0 || at > position - 4) {
            throw new IllegalArgumentException("position " + at + " is outside 0.." + (position - 4));
        }
        LittleEndian.putInt(bytes, at, value);
    }

    @Override
    public void writeInt64(long value) {
        reserve(8);
        LittleEndian.putLong(bytes, position, value);
        position += 8;
    }

    @Override
    public void writeString(String value) {
        int start = position;
        writeInt32(0);
        writeUtf8(value, false);
        writeByte(0);
        LittleEndian.putInt(bytes, start, position - start - 4);
    }

    @Override
    public void writeCString(String value) {
        writeUtf8(value, true);
        writeByte(0);
    }

    /** Writes a number's digits and a NUL: the name of an element of an array. */
    void writeNumber(int value) {
        if (value > 9) {
            writeCString(Integer.toString(value));
        } else {
            reserve(2);
            bytes[position++] = (byte) ('0' + value);
            bytes[position++] = 0;
        }
    }

    @Override
    public void writeObjectId(ObjectId value) {
        reserve(OBJECT_ID_BYTES);
        if (view.array() != bytes) {
            view = ByteBuffer.wrap(bytes);
        }
        value.putToByteBuffer(view.position(position));
        position += OBJECT_ID_BYTES;
    }

    @Override
    protected void write(int at, int value) {
        if (at < 0 || at >= position) {
            throw new IllegalArgumentException("position " + at + " is outside 0.." + (position - 1));
        }
        bytes[at] = (byte) value;
    }

    @Override
    public int pipe(OutputStream out) throws IOException {
        out.write(bytes, 0, position);
        return position;
    }

    @Override
    public List<ByteBuf> getByteBuffers() {
        return List.of(new ByteBufNIO(ByteBuffer.wrap(bytes, 0, position).order(ByteOrder.LITTLE_ENDIAN)));
    }

    /** Names what the buffer holds by size only: the content may be anybody's data. */
    @Override
    public String toString() {
        return "WireBuffer[" + position + " bytes]";
    }

    private void writeUtf8(String value, boolean refuseNul) {
        int length = value.length();
        reserve(length); // at least a byte for each char; the ASCII loop below needs no more
        byte[] target = bytes;
        int at = position;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                position = at;
                writeBeyondAscii(value, i, refuseNul);
                return;
            }
            if (c == 0 && refuseNul) {
                throw EncodingException.nulInName(value, i);
            }
            target[at++] = (byte) c;
        }
        position = at;
    }

    private void writeBeyondAscii(String value, int from, boolean refuseNul) {
        int length = value.length();
        for (int i = from; i < length; i++) {
            char c = value.charAt(i);
            reserve(c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 4 : 3);
            if (c == 0 && refuseNul) {
                throw EncodingException.nulInName(value, i);
            } else if (c < 0x80) {
                bytes[position++] = (byte) c;
            } else if (c < 0x800) {
                bytes[position++] = (byte) (0xC0 | (c >> 6));
                bytes[position++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                bytes[position++] = (byte) (0xE0 | (c >> 12));
                bytes[position++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                bytes[position++] = (byte) (0x80 | (c & 0x3F));
            } else {
                writeSurrogatePair(value, i++);
            }
        }
    }

    private void writeSurrogatePair(String value, int index) {
        int codePoint = value.codePointAt(index);
        if (codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            throw EncodingException.unpairedSurrogate(index);
        }
        bytes[position++] = (byte) (0xF0 | (codePoint >> 18));
        bytes[position++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        bytes[position++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        bytes[position++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    private void reserve(int count) {
        long needed = (long) position + count;
        if (needed - limitStart > limitBytes) {
            throw EncodingException.tooLarge(limitBytes, needed - limitStart);
        }
        if (needed > bytes.length) {
            grow(needed);
        }
    }

    private void grow(long needed) {
        long doubled = Math.max(needed, bytes.length * 2L);
        bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, MAX_ARRAY_BYTES));
    }
}
