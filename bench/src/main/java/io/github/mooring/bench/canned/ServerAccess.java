package io.github.mooring.bench.canned;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.Document;

/**
 * Where a running server is and what it tells of itself; immutable, and small enough to be handed to another process.
 *
 * @param pid        its process
 * @param behaviours what it offers
 * @param ports      where, in the same order
 */
public record ServerAccess(long pid, List<Behaviour> behaviours, List<Integer> ports) {
    /** The port that behaves like that. */
    public int port(Behaviour behaviour) {
        int index = behaviours.indexOf(behaviour);
        if (index < 0) {
            throw new IllegalArgumentException("the server offers " + behaviours + ", not " + behaviour);
        }
        return ports.get(index);
    }

    /** Processor time so far, in steps of the system's clock tick (10 ms on Linux); zero where it cannot be told. */
    public Duration cpuTime() {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** The connections of the client that gave this name in its handshakes. */
    public PeerCount peers(String applicationName) throws IOException {
        byte[] request = Messages.opMsg(new Document("cannedPeers", 1).append("$db", "admin"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.get(0))) {
            socket.getOutputStream().write(request);
            byte[] length = socket.getInputStream().readNBytes(Integer.BYTES);
            int rest = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt() - Integer.BYTES;
            byte[] reply = Arrays.copyOf(length, Integer.BYTES + rest);
            int read = socket.getInputStream().readNBytes(reply, Integer.BYTES, rest);
            if (read < rest) {
                throw new IOException("the canned server hung up within its counts");
            }
            return count(Messages.body(reply).getDocument("peers"), applicationName);
        }
    }

    private static PeerCount count(BsonDocument peers, String applicationName) {
        if (!peers.containsKey(applicationName)) {
            return PeerCount.NONE;
        }
        BsonArray numbers = peers.getArray(applicationName);
        int[] values =
                numbers.stream().mapToInt(value -> value.asInt32().getValue()).toArray();
        return new PeerCount(values[0], values[1], values[2], values[3]);
    }

    /** The form that {@link #parse} reads. */
    public String text() {
        StringBuilder text = new StringBuilder(Long.toString(pid));
        for (int i = 0; i < ports.size(); i++) {
            text.append(';')
                    .append(ports.get(i))
                    .append('=')
                    .append(behaviours.get(i).text());
        }
        return text.toString();
    }

    /** Reads what {@link #text} wrote. */
    public static ServerAccess parse(String text) {
        List<String> parts = Arrays.asList(text.split(";", -1));
        List<Map.Entry<Integer, Behaviour>> offers = parts.subList(1, parts.size()).stream()
                .map(part -> part.split("=", -1))
                .map(pair -> Map.entry(Integer.valueOf(pair[0]), Behaviour.parse(pair[1])))
                .toList();
        return new ServerAccess(
                Long.parseLong(parts.get(0)),
                offers.stream().map(Map.Entry::getValue).toList(),
                offers.stream().map(Map.Entry::getKey).toList());
    }

    /** The process, if it is still there. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid);
    }
}
