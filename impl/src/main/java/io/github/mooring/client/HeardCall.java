package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.event.CommandCall;
import io.github.mooring.api.event.CommandFailed;
import io.github.mooring.api.event.CommandStarted;
import io.github.mooring.api.event.CommandSucceeded;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.ReplyReader;
import io.github.mooring.connection.Request;
import io.github.mooring.operation.CommandMessage;
import io.github.mooring.time.Clock;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.SectionsDocument;
import io.github.mooring.wire.WireBuffer;
import java.time.Duration;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One command on one connection, of which is told what becomes of it; confined to the thread that runs it. It has begun once it is
 * encoded, when all that is sent can be seen, and from then on one end is told.
 *
 * @param <R> what comes of the command
 */
final class HeardCall<R> implements Request, ReplyReader<R> {
    private final CommandMessage<R> message;
    private final HeardCommand<R> command;
    private final long connectionId;
    private final Clock clock;

    private @Nullable CommandCall call;
    private long startNanos;
    private boolean sensitive;
    private boolean ended;

    /**
     * A call that has not begun.
     *
     * @param connectionId the number of the connection in its pool
     */
    HeardCall(CommandMessage<R> message, HeardCommand<R> command, long connectionId, Clock clock) {
        this.message = message;
        this.command = command;
        this.connectionId = connectionId;
        this.clock = clock;
    }

    @Override
    public String commandName() {
        return message.commandName();
    }

    @Override
    public boolean isHarmless() {
        return message.isHarmless();
    }

    @Override
    public boolean isSecret() {
        return message.isSecret();
    }

    @Override
    public void encode(OpMsgWriter writer, DocumentEncoder documents, WireBuffer buffer, ConnectionDescription limits) {
        int start = buffer.getPosition();
        message.encode(writer, documents, buffer, limits);
        begin(new RawBsonDocument(SectionsDocument.of(buffer.array(), start, buffer.getPosition())), limits);
    }

    private void begin(BsonDocument sent, ConnectionDescription server) {
        String name = command.name();
        CommandCall begun = new CommandCall(
                command.news().nextRequest(),
                command.operationId(),
                server.server(),
                command.user(),
                connectionId,
                server.serverConnectionId(),
                server.serviceId(),
                command.databaseName(),
                name);
        call = begun;
        sensitive = SensitiveCommands.contains(name, sent);
        startNanos = clock.nanoTime();
        command.news().tell(new CommandStarted(begun, sensitive ? new BsonDocument() : sent));
    }

    @Override
    public R read(RawDocument body, ConnectionDescription server) {
        long took = clock.nanoTime() - startNanos;
        if (body.isOk()) {
            succeeded(sensitive ? new BsonDocument() : new RawBsonDocument(body.toByteArray()), took);
        }
        return message.read(body, server, took);
    }

    /** It is sent, and the server does not answer. */
    void sent() {
        succeeded(new BsonDocument("ok", new BsonInt32(1)), clock.nanoTime() - startNanos);
    }

    private void succeeded(BsonDocument reply, long took) {
        CommandCall begun = call;
        if (begun != null) {
            ended = true;
            command.news().tell(new CommandSucceeded(begun, Duration.ofNanos(took), reply));
        }
    }

    /** It has failed; if the server has said before that it succeeded, that was nothing but what came of it here. */
    void failed(MongoException e) {
        CommandCall begun = call;
        if (begun != null && !ended) {
            ended = true;
            Throwable failure = sensitive ? SensitiveCommands.redacted(command.name(), e) : e;
            command.news().tell(new CommandFailed(begun, Duration.ofNanos(clock.nanoTime() - startNanos), failure));
        }
    }
}
