package io.github.mooring.operation;

import io.github.mooring.api.Mode;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.session.ReadPreference;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.DocumentSequence;
import io.github.mooring.wire.MessageHeader;
import io.github.mooring.wire.OpMsg;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Writes commands to bytes and reads the bytes back, so that tests see what a server would see. */
final class Messages {
    static final ServerAddress SERVER = new ServerAddress("db.example", 27017);
    static final Limits LIMITS = new Limits(16_777_216, 48_000_000, 100_000);
    static final SessionSettings PLAIN =
            new SessionSettings(Mode.STRONG, ReadConcern.SERVER_DEFAULT, WriteConcern.SERVER_DEFAULT);

    private Messages() {}

    /** The command as the server would see it, document sequences as arrays behind the body. */
    static BsonDocument sent(Command<?> command) {
        return sent(command, PLAIN, null, LIMITS);
    }

    static BsonDocument sent(
            Command<?> command, SessionSettings settings, @Nullable ReadPreference preference, Limits limits) {
        OpMsg message = message(command, settings, preference, limits);
        BsonDocument all = message.body().toBsonDocument();
        for (DocumentSequence sequence : message.sequences()) {
            BsonArray documents = new BsonArray();
            sequence.documents().forEach(d -> documents.add(d.toBsonDocument()));
            all.append(sequence.identifier(), documents);
        }
        return all;
    }

    static OpMsg message(
            Command<?> command, SessionSettings settings, @Nullable ReadPreference preference, Limits limits) {
        WireBuffer buffer = new WireBuffer();
        write(command, settings, preference, limits, buffer);
        return OpMsg.read(
                MessageHeader.read(buffer.array(), 0, limits.maxMessageSizeBytes()),
                buffer.array(),
                0,
                buffer.getPosition());
    }

    static void write(
            Command<?> command,
            SessionSettings settings,
            @Nullable ReadPreference preference,
            Limits limits,
            WireBuffer buffer) {
        new CommandMessage(command, settings, preference)
                .write(7, buffer, new OpMsgWriter(buffer), new DocumentEncoder(buffer), limits);
    }

    /** What comes of a command when the server answers so. */
    static <R> R answered(Command<R> command, String replyJson) {
        WireBuffer buffer = new WireBuffer();
        new DocumentEncoder(buffer).encode(Codecs.bsonDocument(), BsonDocument.parse(replyJson), Integer.MAX_VALUE);
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.getPosition());
        RawDocument body = RawDocument.of(bytes, 0, bytes.length);
        return command.decode(new CommandReply(command, SERVER, body, Duration.ofMillis(3)));
    }
}
