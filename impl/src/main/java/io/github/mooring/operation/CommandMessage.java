package io.github.mooring.operation;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoException;
import io.github.mooring.session.ReadPreference;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.OpMsg;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.WireBuffer;
import org.bson.BsonWriter;
import org.bson.codecs.Encoder;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/**
 * A command as it goes to one server: its own fields, the session's concerns, {@code $db} and {@code $readPreference}.
 * Immutable, as far as the command is.
 *
 * @param command        the command
 * @param settings       what the session is set to
 * @param readPreference what {@code $readPreference} says, null to leave it out
 */
public record CommandMessage(
        Command<?> command,
        SessionSettings settings,
        @Nullable ReadPreference readPreference) {
    /** The flag bits of the message. */
    int flags() {
        return command.isAcknowledged() ? 0 : OpMsg.MORE_TO_COME;
    }

    /**
     * Writes the whole message into the buffer, or nothing.
     *
     * <p>A codec of the application may throw whatever it likes, so everything that goes wrong here counts as a document
     * that cannot be sent.
     *
     * @param requestId its number
     * @param limits    what the server accepts
     * @throws MongoDocumentException if a document in it cannot be sent, or it is too large as a whole
     */
    public void write(int requestId, WireBuffer buffer, OpMsgWriter message, DocumentEncoder encoder, Limits limits) {
        boolean whole = false;
        message.begin(requestId, flags());
        try {
            message.beginBody();
            encoder.encode(Body.INSTANCE, this, limits.maxStatementBytes());
            command.encodeSequences(new SequenceWriter(message, encoder, buffer, limits));
            message.finish(limits.maxMessageSizeBytes());
            whole = true;
        } catch (MongoException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MongoDocumentException(
                    command.name() + " on " + command.databaseName() + " cannot be sent: " + e.getMessage(),
                    ErrorContext.NONE,
                    e);
        } finally {
            if (!whole) {
                message.abort();
            }
        }
    }

    private void writeFields(CommandWriter out) {
        command.encode(out);
        if (command.access().takesReadConcern()) {
            out.readConcern(settings.readConcern());
        }
        if (command.access().takesWriteConcern()) {
            out.writeConcern(settings.writeConcern());
        }
        out.string("$db", command.databaseName());
        if (readPreference != null) {
            out.start("$readPreference");
            out.string("mode", readPreference.wireName());
            out.end();
        }
    }

    /** The body as the BSON library wants to be handed it. */
    private static final class Body implements Encoder<CommandMessage> {
        static final Body INSTANCE = new Body();

        @Override
        public void encode(BsonWriter writer, CommandMessage message, EncoderContext context) {
            writer.writeStartDocument();
            message.writeFields(new CommandWriter(writer));
            writer.writeEndDocument();
        }

        @Override
        public Class<CommandMessage> getEncoderClass() {
            return CommandMessage.class;
        }
    }
}
