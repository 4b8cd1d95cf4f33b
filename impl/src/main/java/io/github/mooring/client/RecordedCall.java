package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.ReplyReader;
import io.github.mooring.connection.Request;
import io.github.mooring.notice.CommandNotice;
import io.github.mooring.notice.Flight;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One command on one connection that the Flight Recorder hears of; confined to the thread that runs it. It weighs what passes, and
 * keeps nothing of it.
 *
 * @param <R> what comes of the command
 */
final class RecordedCall<R> implements Request, ReplyReader<R> {
    private final Request request;
    private final ReplyReader<R> reader;
    private final CommandNotice notice;

    private RecordedCall(Request request, ReplyReader<R> reader, CommandNotice notice) {
        this.request = request;
        this.reader = reader;
        this.notice = notice;
    }

    /** Makes the call, and tells of it. */
    static <R> R call(
            CommandNotice notice, Request request, Connection connection, Deadline deadline, ReplyReader<R> reader) {
        RecordedCall<R> recorded = new RecordedCall<>(request, reader, notice);
        Throwable failure = null;
        try {
            return connection.call(recorded, deadline, recorded);
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            recorded.end(connection, failure);
        }
    }

    /** Sends what is not answered, and tells of it. */
    static void send(CommandNotice notice, Request request, Connection connection, Deadline deadline) {
        RecordedCall<Void> recorded = new RecordedCall<>(
                request,
                (body, server) -> {
                    throw new AssertionError("bug: nobody answers this");
                },
                notice);
        Throwable failure = null;
        try {
            connection.send(recorded, deadline);
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            recorded.end(connection, failure);
        }
    }

    private void end(Connection connection, @Nullable Throwable failure) {
        notice.end();
        if (notice.shouldCommit()) {
            notice.name = request.commandName();
            notice.server = connection.description().server().toString();
            notice.outcome = Flight.outcome(failure);
            notice.code = failure instanceof MongoException e ? e.code() : 0;
            notice.commit();
        }
    }

    @Override
    public String commandName() {
        return request.commandName();
    }

    @Override
    public boolean isHarmless() {
        return request.isHarmless();
    }

    @Override
    public boolean isSecret() {
        return request.isSecret();
    }

    @Override
    public void encode(OpMsgWriter writer, DocumentEncoder documents, WireBuffer buffer, ConnectionDescription limits) {
        int start = buffer.getPosition();
        request.encode(writer, documents, buffer, limits);
        notice.requestBytes = buffer.getPosition() - start;
    }

    @Override
    public R read(RawDocument body, ConnectionDescription server) {
        notice.replyBytes = body.length();
        return reader.read(body, server);
    }
}
