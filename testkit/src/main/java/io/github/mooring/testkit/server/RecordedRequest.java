package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.BsonOutput;
import io.github.mooring.testkit.wire.Frame;
import io.github.mooring.testkit.wire.Request;
import io.github.mooring.testkit.wire.WireCompressor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that the server has received, for tests that look at what reached the wire. Immutable. */
public final class RecordedRequest {
    private final int connectionId;
    private final Request request;
    private final Document command;
    private final int wireLength;
    private final @Nullable WireCompressor compressor;

    /**
     * A request.
     *
     * @param wireLength the bytes in which it came
     * @param compressor how it was compressed; null if it was not
     */
    RecordedRequest(int connectionId, Request request, int wireLength, @Nullable WireCompressor compressor) {
        this.connectionId = connectionId;
        this.wireLength = wireLength;
        this.compressor = compressor;
        this.request = request;
        this.command = request.body().cloneDeeply();
    }

    /** The connection it came on, as announced in that connection's hello. */
    public int connectionId() {
        return connectionId;
    }

    /** The command's name as the client spelled it. */
    public String commandName() {
        return request.commandName();
    }

    /** The database, empty if the client named none. */
    public String database() {
        return command.get("$db") instanceof String database ? database : "";
    }

    /** The message's opcode. */
    public int opcode() {
        return request.frame().opcode();
    }

    /** The message's flag bits. */
    public int flags() {
        return request.frame().flags();
    }

    /** The number that the client gave to the message. */
    public int requestId() {
        return request.frame().requestId();
    }

    /** The names of the fields that came as document sequences. */
    public Set<String> sequences() {
        return request.sequences();
    }

    /** The command, document sequences merged in as arrays, in the engine's value types. A copy. */
    public Document command() {
        return command.cloneDeeply();
    }

    /** {@link #command} as BSON, for whatever library the test reads BSON with. */
    public byte[] commandBytes() {
        return BsonOutput.bytes(command);
    }

    /** What the message was compressed with; null if it was not. */
    public @Nullable WireCompressor compressor() {
        return compressor;
    }

    /** In how many bytes the message came, compressed or not. */
    public int wireLength() {
        return wireLength;
    }

    /** The message, header included, byte for byte; as it was before it was compressed. */
    public byte[] frame() {
        return request.frame().bytes();
    }

    int length() {
        return request.frame().length();
    }

    @Override
    public String toString() {
        Frame frame = request.frame();
        return String.format(
                "%s on %s (connection %d, request %d, opcode %d, flags 0x%x, %d bytes, sequences %s)",
                commandName(),
                database(),
                connectionId,
                frame.requestId(),
                frame.opcode(),
                frame.flags(),
                frame.length(),
                request.sequences());
    }
}
