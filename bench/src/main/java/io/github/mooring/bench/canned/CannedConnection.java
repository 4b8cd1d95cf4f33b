package io.github.mooring.bench.canned;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one connection, confined to the server's thread: one read takes all that is there, and the replies
 * to all the requests in it go out in one write, or to the {@link DelayLine}. Nothing is allocated on the way.
 */
final class CannedConnection {
    private final SocketChannel channel;
    private final CannedReplies replies;
    private final Supplier<byte[]> countedPeers;
    private final Peers peers;
    private final Peers.Life life;
    private final @Nullable DelayLine delayed;
    private final Outgoing.Rest rest = new Outgoing.Rest();
    private @Nullable ByteBuffer partial;
    private boolean isCarrier;

    /**
     * Takes a connection over.
     *
     * @param delayed where replies wait for their time, null if they go at once
     */
    CannedConnection(
            SocketChannel channel,
            CannedReplies replies,
            Peers peers,
            Supplier<byte[]> countedPeers,
            @Nullable DelayLine delayed) {
        this.channel = channel;
        this.replies = replies;
        this.peers = peers;
        this.countedPeers = countedPeers;
        this.delayed = delayed;
        this.life = peers.opened();
    }

    /**
     * Reads what is there and answers it.
     *
     * @param received a buffer of the server, empty between two calls
     * @return false if the client has hung up
     */
    boolean serve(SelectionKey key, ByteBuffer received, Outgoing out) throws IOException {
        if (!rest.isEmpty()) {
            // a client that does not read is not read from either
            key.interestOps(rest.drain(channel) ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
            return true;
        }
        received.clear();
        if (partial != null) {
            received.put(partial);
        }
        int read = channel.read(received);
        received.flip();
        int used = answerAll(received, out);
        received.position(used);
        partial = received.hasRemaining() ? copyOf(received) : null;
        out.flush(channel, rest);
        if (!rest.isEmpty()) {
            key.interestOps(SelectionKey.OP_WRITE);
        }
        return read >= 0;
    }

    /** The connection is gone. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("canned server: cannot close " + channel + ": " + e.getMessage());
        } finally {
            peers.closed(life);
        }
    }

    /** Answers what is there in whole; returns how many bytes that was. */
    private int answerAll(ByteBuffer in, Outgoing out) throws IOException {
        long arrived = delayed == null ? 0 : System.nanoTime();
        int at = 0;
        while (in.limit() - at >= Messages.HEADER_BYTES) {
            int length = in.getInt(at);
            if (length < Messages.HEADER_BYTES || length > in.capacity()) {
                throw new IOException("a request of " + length + " bytes; this server takes " + Messages.HEADER_BYTES
                        + " to " + in.capacity());
            }
            if (length > in.limit() - at) {
                break;
            }
            answer(new Requested(in, at, length), arrived, out);
            at += length;
        }
        return at;
    }

    private void answer(Requested request, long arrived, Outgoing out) throws IOException {
        if (!request.wantsReply()) {
            return;
        }
        boolean hello = request.isHello();
        if (hello) {
            String name = request.applicationName();
            if (name != null) {
                peers.named(life, name);
            }
        } else if (!isCarrier) {
            isCarrier = true;
            peers.carried(life);
        }
        byte[] reply = replyTo(request, hello);
        if (delayed == null) {
            out.put(reply, request.id(), channel, rest);
        } else {
            delayed.add(reply, request.id(), arrived, hello);
        }
    }

    private byte[] replyTo(Requested request, boolean hello) {
        if (request.is(Requested.FIND)) {
            return replies.find;
        }
        if (hello) {
            return request.isOpQuery() ? replies.oldHello : replies.hello;
        }
        if (request.is(Requested.INSERT)) {
            return replies.insert;
        }
        if (request.is(Requested.PEERS)) {
            return countedPeers.get();
        }
        return request.is(Requested.PING) || request.is(Requested.END_SESSIONS) ? replies.ok : replies.unknown;
    }

    private static ByteBuffer copyOf(ByteBuffer part) {
        return ByteBuffer.allocate(part.remaining())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(part)
                .flip();
    }
}
