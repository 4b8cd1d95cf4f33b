package io.github.mooring.bench.canned;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * A server that answers every find with the same bytes, on the loopback interface; thread-safe. One thread serves all
 * connections; it reads greedily and writes what belongs together at once, so pipelined requests cost it next to
 * nothing. A second one sends what is delayed.
 *
 * <p>It listens on a port for each {@link Behaviour} that is asked for.
 */
public final class CannedServer implements AutoCloseable {
    /** Argument of {@link #main}: a server without a replica set. */
    static final String STANDALONE = "--standalone";

    /** Chosen: more than any benchmark connects at once. */
    private static final int BACKLOG = 1024;
    /** Chosen: thousands of requests of a pipeline, or the end of ten thousand sessions in one. */
    private static final int BUFFER_BYTES = 1024 * 1024;

    private final Selector selector;
    private final List<Listener> listeners = new ArrayList<>();
    private final Peers peers = new Peers();
    private final Delays delays = new Delays();
    private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final Outgoing out = new Outgoing();
    private final Thread sender;

    private CannedServer(List<Behaviour> behaviours, boolean standalone) throws IOException {
        this.selector = Selector.open();
        for (Behaviour behaviour : behaviours) {
            ServerSocketChannel channel = ServerSocketChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            channel.configureBlocking(false);
            Listener listener =
                    new Listener(channel, new CannedReplies(channel.socket().getLocalPort(), standalone), behaviour);
            channel.register(selector, SelectionKey.OP_ACCEPT, listener);
            listeners.add(listener);
        }
        this.sender = daemon("canned-delays", delays);
    }

    /** Starts on a free port for each behaviour. */
    public static CannedServer start(List<Behaviour> behaviours, boolean standalone) throws IOException {
        CannedServer server = new CannedServer(behaviours, standalone);
        daemon("canned-serve", server::serve);
        return server;
    }

    /** Runs as a process of its own: prints the ports, and ends when its input does, however its parent has ended. */
    public static void main(String[] args) throws IOException {
        boolean standalone = List.of(args).contains(STANDALONE);
        List<Behaviour> behaviours = List.of(args).stream()
                .filter(arg -> !arg.equals(STANDALONE))
                .map(Behaviour::parse)
                .toList();
        try (CannedServer server = start(behaviours, standalone)) {
            System.out.println(server.ports().stream().map(String::valueOf).collect(Collectors.joining(",")));
            while (System.in.read() >= 0) {
                // nothing is ever said here; what counts is the end
            }
        }
    }

    /** The ports, in the order of the behaviours. */
    public List<Integer> ports() {
        return listeners.stream()
                .map(listener -> listener.channel.socket().getLocalPort())
                .toList();
    }

    @Override
    public void close() {
        sender.interrupt();
        for (SelectionKey key : List.copyOf(selector.keys())) {
            closeQuietly(key.channel());
        }
        closeQuietly(selector);
    }

    private void serve() {
        List<Listener> accepting = new ArrayList<>();
        try {
            while (selector.isOpen()) {
                selector.select(key -> {
                    if (key.attachment() instanceof Listener listener) {
                        accepting.add(listener);
                    } else {
                        serve(key);
                    }
                });
                // after the reads: a client that hung up and then dialed again never had both
                accepting.forEach(this::accept);
                accepting.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot select", e);
        } catch (ClosedSelectorException e) {
            // closed, so this ends
        }
    }

    private void serve(SelectionKey key) {
        if (!(key.attachment() instanceof CannedConnection connection)) {
            throw new AssertionError("bug: a key of " + key.attachment());
        }
        boolean open = false;
        try {
            open = connection.serve(key, received, out);
        } catch (IOException e) {
            if (selector.isOpen()) {
                System.err.println("canned server: " + key.channel() + ": " + e.getMessage());
            }
        } finally {
            if (!open) {
                out.discard();
                connection.close();
            }
        }
    }

    private void accept(Listener listener) {
        try {
            SocketChannel channel = listener.channel.accept();
            while (channel != null) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                CannedConnection connection = new CannedConnection(
                        channel,
                        listener.replies,
                        peers,
                        this::countedPeers,
                        listener.behaviour.delays() ? new DelayLine(listener.behaviour, channel, delays) : null);
                channel.register(selector, SelectionKey.OP_READ, connection);
                channel = listener.channel.accept();
            }
        } catch (IOException e) {
            if (selector.isOpen()) {
                throw new UncheckedIOException("cannot accept on " + listener.channel, e);
            }
        }
    }

    private byte[] countedPeers() {
        Document counts = new Document();
        peers.counts()
                .forEach((name, count) -> counts.append(
                        name, List.of(count.accepted(), count.open(), count.peak(), count.carrierPeak())));
        return Messages.opMsg(new Document("peers", counts).append("ok", 1.0));
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("canned server: cannot close " + resource + ": " + e.getMessage());
        }
    }

    /** A port with what is said there. */
    private record Listener(ServerSocketChannel channel, CannedReplies replies, Behaviour behaviour) {}
}
