package io.github.mooring.operation;

import io.github.mooring.api.Mode;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.ServerKind;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.DocumentSequence;
import io.github.mooring.wire.MessageHeader;
import io.github.mooring.wire.OpMsg;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireBuffer;
import java.util.Arrays;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** Writes commands to bytes and reads the bytes back, so that tests see what a server would see. */
final class Messages {
    static final ServerAddress SERVER = new ServerAddress("db.example", 27017);
    static final ConnectionDescription LIMITS = limits(16_777_216, 48_000_000, 100_000);
    static final SessionSettings PLAIN =
            new SessionSettings(Mode.STRONG, ReadConcern.SERVER_DEFAULT, WriteConcern.SERVER_DEFAULT);

    private Messages() {}

    /** A standalone server with these limits. */
    static ConnectionDescription limits(int maxBsonObjectSize, int maxMessageSizeBytes, int maxWriteBatchSize) {
        return server(ServerKind.STANDALONE, maxBsonObjectSize, maxMessageSizeBytes, maxWriteBatchSize);
    }

    /** A server of this kind with the usual limits. */
    static ConnectionDescription server(ServerKind kind) {
        return server(kind, 16_777_216, 48_000_000, 100_000);
    }

    /** A standalone server that speaks no newer protocol than this. */
    static ConnectionDescription speaking(int maxWireVersion) {
        return server(ServerKind.STANDALONE, 16_777_216, 48_000_000, 100_000, maxWireVersion);
    }

    private static ConnectionDescription server(
            ServerKind kind, int maxBsonObjectSize, int maxMessageSizeBytes, int maxWriteBatchSize) {
        return server(kind, maxBsonObjectSize, maxMessageSizeBytes, maxWriteBatchSize, 21);
    }

    private static ConnectionDescription server(
            ServerKind kind,
            int maxBsonObjectSize,
            int maxMessageSizeBytes,
            int maxWriteBatchSize,
            int maxWireVersion) {
        return new ConnectionDescription(
                SERVER,
                kind,
                null,
                maxBsonObjectSize,
                maxMessageSizeBytes,
                maxWriteBatchSize,
                0,
                maxWireVersion,
                30,
                1L,
                true,
                null,
                null);
    }

    /** The command as the server would see it, document sequences as arrays behind the body. */
    static BsonDocument sent(Command<?> command) {
        return sent(command, PLAIN, LIMITS);
    }

    static BsonDocument sent(Command<?> command, SessionSettings settings, ConnectionDescription limits) {
        return sent(new CommandMessage<>(command, settings, false, false), limits);
    }

    static BsonDocument sent(CommandMessage<?> request, ConnectionDescription limits) {
        OpMsg message = message(request, limits);
        BsonDocument all = message.body().toBsonDocument();
        for (DocumentSequence sequence : message.sequences()) {
            BsonArray documents = new BsonArray();
            sequence.documents().forEach(d -> documents.add(d.toBsonDocument()));
            all.append(sequence.identifier(), documents);
        }
        return all;
    }

    static OpMsg message(CommandMessage<?> request, ConnectionDescription limits) {
        WireBuffer buffer = new WireBuffer();
        write(request, limits, buffer);
        return OpMsg.read(
                MessageHeader.read(buffer.array(), 0, limits.maxMessageSizeBytes()),
                buffer.array(),
                0,
                buffer.getPosition());
    }

    static void write(CommandMessage<?> request, ConnectionDescription limits, WireBuffer buffer) {
        OpMsgWriter message = new OpMsgWriter(buffer);
        message.begin(7, 0);
        request.encode(message, new DocumentEncoder(buffer), buffer, limits);
        message.finish(limits.maxMessageSizeBytes());
    }

    static <R> CommandMessage<R> plain(Command<R> command) {
        return new CommandMessage<>(command, PLAIN, false, false);
    }

    /** What comes of a command when the server answers so. */
    static <R> R answered(Command<R> command, String replyJson) {
        WireBuffer buffer = new WireBuffer();
        new DocumentEncoder(buffer).encode(Codecs.bsonDocument(), BsonDocument.parse(replyJson), Integer.MAX_VALUE);
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.getPosition());
        RawDocument body = RawDocument.of(bytes, 0, bytes.length);
        return command.decode(new CommandReply(command, SERVER, body, 3_000_000));
    }
}
