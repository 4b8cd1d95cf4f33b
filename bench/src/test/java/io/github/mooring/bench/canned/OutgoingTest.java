package io.github.mooring.bench.canned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class OutgoingTest {
    private final Outgoing out = new Outgoing();
    private final Outgoing.Rest rest = new Outgoing.Rest();
    private final byte[] reply = Messages.opMsg(new Document("ok", 1));

    @Test
    void whatBelongsTogetherGoesOutInOneWrite() throws IOException {
        Narrow channel = new Narrow(Integer.MAX_VALUE);

        out.put(reply, 1, channel, rest);
        out.put(reply, 2, channel, rest);
        out.flush(channel, rest);

        assertThat(channel.writes).isEqualTo(1);
        assertThat(channel.answered()).containsExactly(1, 2);
        assertThat(rest.isEmpty()).isTrue();
    }

    @Test
    void whatAConnectionDoesNotTakeAtOnceKeepsItsOrder() throws IOException {
        Narrow channel = new Narrow(reply.length / 2);

        out.put(reply, 1, channel, rest);
        out.flush(channel, rest);
        out.put(reply, 2, channel, rest);
        out.flush(channel, rest);
        assertThat(rest.isEmpty()).isFalse();
        while (!rest.drain(channel)) {
            assertThat(channel.writes).isLessThan(10);
        }

        assertThat(channel.answered()).containsExactly(1, 2);
    }

    @Test
    void whatIsDiscardedDoesNotReachTheNextConnection() throws IOException {
        Narrow channel = new Narrow(Integer.MAX_VALUE);

        out.put(reply, 1, channel, rest);
        out.discard();
        out.put(reply, 2, channel, rest);
        out.flush(channel, rest);

        assertThat(channel.answered()).containsExactly(2);
    }

    /** Takes so many bytes at a time. */
    private final class Narrow implements WritableByteChannel {
        private final int most;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int writes;

        private Narrow(int most) {
            this.most = most;
        }

        @Override
        public int write(ByteBuffer source) {
            byte[] bytes = new byte[Math.min(most, source.remaining())];
            source.get(bytes);
            taken.writeBytes(bytes);
            writes++;
            return bytes.length;
        }

        /** The requests that are answered. */
        private int[] answered() {
            ByteBuffer bytes = ByteBuffer.wrap(taken.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            int[] answered = new int[bytes.capacity() / reply.length];
            for (int i = 0; i < answered.length; i++) {
                answered[i] = bytes.getInt(i * reply.length + 8);
            }
            return answered;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
