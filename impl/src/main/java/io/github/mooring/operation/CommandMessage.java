package io.github.mooring.operation;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.ReplyReader;
import io.github.mooring.connection.Request;
import io.github.mooring.connection.ServerKind;
import io.github.mooring.session.Causality;
import io.github.mooring.session.Numbering;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.session.TransactionStep;
import io.github.mooring.session.WriteNumber;
import io.github.mooring.topology.ReadPreference;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.ElementWriter;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireBuffer;
import io.github.mooring.wire.WireException;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * A command as it goes to one server: its own fields, the session's concerns, {@code $db} and {@code $readPreference};
 * and who reads the reply. All that in one object, since every operation makes one. Immutable, as far as the command is.
 *
 * @param <R>       what comes of the command
 * @param command   the command
 * @param settings  what the session is set to
 * @param atPrimary whether the session is bound to the primary by what it has done before
 * @param direct    whether the server is taken as it is, whatever its role
 * @param numbering by which the server knows the write again when it is sent a second time, or to which transaction the command
 *     belongs; null for neither
 * @param causality what makes it follow what its session has seen; null if it need not
 */
public record CommandMessage<R>(
        Command<R> command,
        SessionSettings settings,
        boolean atPrimary,
        boolean direct,
        @Nullable Numbering numbering,
        @Nullable Causality causality)
        implements Request, DocumentEncoder.Fields<ConnectionDescription>, ReplyReader<R> {
    /** Without a number, and outside of transactions. */
    public CommandMessage(Command<R> command, SessionSettings settings, boolean atPrimary, boolean direct) {
        this(command, settings, atPrimary, direct, null, null);
    }

    @Override
    public String commandName() {
        return command.name();
    }

    @Override
    public boolean isHarmless() {
        return command.isHarmless();
    }

    /** Whether the server does not answer; in a transaction it always does, as no write has a write concern of its own. */
    public boolean goesUnanswered() {
        return !(numbering instanceof TransactionStep)
                && command.mayGoUnanswered()
                && !settings.writeConcern().isAcknowledged();
    }

    /** Has the command read the reply, where it does not want to know how long that was under way. */
    @Override
    public R read(RawDocument body, ConnectionDescription server) {
        return read(body, server, 0);
    }

    /**
     * Has the command read the reply.
     *
     * @param roundTripNanos how long it was under way
     * @throws WireException if it is well-formed, but not what a server says to this command
     * @throws MongoException if it says that the command has failed
     */
    public R read(RawDocument body, ConnectionDescription server, long roundTripNanos) {
        if (numbering instanceof TransactionStep step) {
            step.transaction().noteReply(body);
        }
        if (causality != null) {
            causality.note(body);
        }
        return command.decode(new CommandReply(command, server.server(), body, roundTripNanos));
    }

    /**
     * Writes body and sequences. A codec of the application may throw whatever it likes, so everything that goes wrong
     * here counts as a document that cannot be sent.
     *
     * @throws MongoDocumentException if a document in it cannot be sent
     */
    @Override
    public void encode(
            OpMsgWriter message, DocumentEncoder documents, WireBuffer buffer, ConnectionDescription limits) {
        try {
            message.beginBody();
            documents.encode(this, limits, SequenceWriter.maxStatementBytes(limits));
            if (command.hasSequences()) {
                command.encodeSequences(new SequenceWriter(message, documents, buffer, settings, limits));
            }
        } catch (MongoException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MongoDocumentException(
                    command.name() + " on " + command.databaseName() + " cannot be sent: " + e.getMessage(),
                    ErrorContext.unsent(limits.server()),
                    e);
        }
    }

    /** Writes the fields of the body. */
    @Override
    public void write(ElementWriter writer, ConnectionDescription server) {
        CommandWriter out = new CommandWriter(writer, settings, server);
        command.encode(out);
        if (numbering instanceof TransactionStep step) {
            out.transaction(step, after());
        } else {
            concerns(out);
        }
        if (causality != null) {
            out.clusterTime(causality.clusterTime());
        }
        out.string("$db", command.databaseName());
        ReadPreference preference = readPreference(server.kind());
        if (preference != null) {
            out.start("$readPreference");
            out.string("mode", preference.wireName());
            if (wanted() != ReadPreference.PRIMARY) {
                out.tags(settings.tagSets());
            }
            out.end();
        }
    }

    private boolean writesDocuments() {
        return command.mayGoUnanswered() || command.retry() == Retry.WRITE;
    }

    private @Nullable BsonTimestamp after() {
        return causality == null ? null : causality.after();
    }

    private void concerns(CommandWriter out) {
        if (command.access().takesReadConcern()) {
            out.readConcern(settings.readConcern(), after());
        } else if (causality != null && writesDocuments()) {
            out.readConcern(ReadConcern.SERVER_DEFAULT, after());
        }
        if (command.access().takesWriteConcern()) {
            out.writeConcern(settings.writeConcern());
        }
        if (numbering instanceof WriteNumber number) {
            out.writeNumber(number);
        }
    }

    /**
     * What {@code $readPreference} has to say to this kind of server; null if it is left out. Who connects to a member
     * directly wants to read from it even if it is a secondary, by a command of his own as well. Source: OP_MSG
     * specification, "Global Command Arguments", and Server Selection, "Topology type: Single".
     */
    private @Nullable ReadPreference readPreference(ServerKind kind) {
        boolean reads = command.access().followsMode() || command.access() == Access.PRIMARY;
        if (!reads || kind == ServerKind.STANDALONE || numbering instanceof TransactionStep) {
            return null;
        }
        ReadPreference wanted = wanted();
        if (wanted != ReadPreference.PRIMARY) {
            return wanted;
        }
        return direct && kind != ServerKind.MONGOS ? ReadPreference.PRIMARY_PREFERRED : null;
    }

    private ReadPreference wanted() {
        return command.access().followsMode() ? ReadPreference.of(settings.mode(), atPrimary) : ReadPreference.PRIMARY;
    }
}
