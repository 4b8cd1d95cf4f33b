package io.github.mooring.bench.canned;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/**
 * The replies that go out together, in one write; confined to one thread, used for one connection after the other. What
 * a connection does not take at once is kept with it, as a {@link Rest}.
 */
final class Outgoing {
    /** Chosen: several hundred replies; more than one write of a socket usually takes. */
    private static final int BUFFER_BYTES = 256 * 1024;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** Appends a reply; what is there goes out before, if both together do not fit. */
    void put(byte[] reply, int responseTo, WritableByteChannel to, Rest rest) throws IOException {
        if (reply.length > bytes.remaining()) {
            flush(to, rest);
        }
        int start = bytes.position();
        bytes.put(reply);
        bytes.putInt(start + Integer.BYTES * 2, responseTo);
    }

    /** Sends what is there. */
    void flush(WritableByteChannel to, Rest rest) throws IOException {
        bytes.flip();
        if (rest.isEmpty() && bytes.hasRemaining()) {
            to.write(bytes);
        }
        rest.add(bytes);
        bytes.clear();
    }

    /** Forgets what was put, since its connection is gone. */
    void discard() {
        bytes.clear();
    }

    /** What one connection has not taken yet; confined to the thread that writes to it. */
    static final class Rest {
        private ByteBuffer unsent = ByteBuffer.allocate(0);

        boolean isEmpty() {
            return !unsent.hasRemaining();
        }

        /** Tries again; whether nothing is left. */
        boolean drain(WritableByteChannel to) throws IOException {
            if (unsent.hasRemaining()) {
                to.write(unsent);
            }
            return isEmpty();
        }

        private void add(ByteBuffer more) {
            if (more.hasRemaining()) {
                ByteBuffer both = ByteBuffer.allocate(unsent.remaining() + more.remaining());
                unsent = both.put(unsent).put(more).flip();
            }
        }
    }
}
