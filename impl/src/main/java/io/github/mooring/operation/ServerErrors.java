package io.github.mooring.operation;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoCursorNotFoundException;
import io.github.mooring.api.MongoExecutionTimeoutException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.WriteError;
import io.github.mooring.wire.RawDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Turns what a reply says of errors into exceptions. */
final class ServerErrors {
    private static final int CURSOR_NOT_FOUND = 43;
    private static final int MAX_TIME_MS_EXPIRED = 50;
    private static final List<String> CONCERN_DETAILS = List.of("writeConcernError", "topologyVersion");

    private ServerErrors() {}

    /** The exception for a reply that says {@code ok: 0}. */
    static MongoCommandException commandFailed(Command<?> command, ServerAddress server, RawDocument body) {
        ErrorContext context = context(ErrorContext.sent(server).withHarmless(command.isHarmless()), body);
        String message = command.name() + " on " + command.databaseName() + " failed at " + server + " with error "
                + described(context) + ": " + text(body.stringValue("errmsg"));
        String response = body.toBsonDocument().toJson();
        return switch (context.code()) {
            case CURSOR_NOT_FOUND ->
                new MongoCursorNotFoundException(
                        command.name(),
                        message + "; it was idle for too long, was killed, or the server has restarted",
                        context,
                        response);
            case MAX_TIME_MS_EXPIRED -> new MongoExecutionTimeoutException(command.name(), message, context, response);
            default -> new MongoCommandException(command.name(), message, context, response);
        };
    }

    /** The refused writes of a reply in order of their index, none if all went well; indexes are the command's. */
    static List<WriteError> writeErrors(RawDocument body) {
        RawDocument array = body.array("writeErrors");
        if (array == null) {
            return List.of();
        }
        List<WriteError> errors = new ArrayList<>();
        for (int element = array.first(); element != RawDocument.END; element = array.next(element)) {
            errors.add(writeError(array.documentAt(element)));
        }
        return errors;
    }

    /** The exception for a write that was applied without the durability asked for; null if all is well. */
    static @Nullable MongoWriteConcernException writeConcernError(CommandReply reply) {
        RawDocument error = reply.body().document("writeConcernError");
        if (error == null) {
            return null;
        }
        Set<String> labels = labels(reply.body());
        labels.addAll(labels(error));
        ErrorContext context = context(reply.context(), error)
                .withCode(error.intValue("code", 0), text(error.stringValue("codeName")), labels);
        return new MongoWriteConcernException(
                reply.command().name() + " on " + reply.command().databaseName()
                        + " was applied, but not with the write concern asked for: " + reply.server()
                        + " reports error " + described(context) + ": " + text(error.stringValue("errmsg")),
                context,
                details(reply.body()));
    }

    /** What was written or read is nobody's business who looks at an error. */
    private static String details(RawDocument body) {
        BsonDocument details = new BsonDocument();
        for (String field : CONCERN_DETAILS) {
            BsonValue value = body.value(field);
            if (value != null) {
                details.append(field, value);
            }
        }
        return details.toJson();
    }

    /** The context of the first of some refused writes. */
    static ErrorContext contextOf(CommandReply reply, WriteError first) {
        return reply.context().withCode(first.code(), "", labels(reply.body()));
    }

    private static WriteError writeError(RawDocument error) {
        RawDocument info = error.document("errInfo");
        return new WriteError(
                error.intValue("index", 0),
                error.intValue("code", 0),
                text(error.stringValue("errmsg")),
                info == null ? "" : info.toBsonDocument().toJson());
    }

    private static ErrorContext context(ErrorContext base, RawDocument error) {
        return base.withCode(error.intValue("code", 0), text(error.stringValue("codeName")), labels(error));
    }

    private static Set<String> labels(RawDocument document) {
        Set<String> labels = new HashSet<>();
        RawDocument array = document.array("errorLabels");
        if (array != null) {
            for (int element = array.first(); element != RawDocument.END; element = array.next(element)) {
                labels.add(array.stringAt(element));
            }
        }
        return labels;
    }

    private static String described(ErrorContext context) {
        return context.codeName().isEmpty()
                ? String.valueOf(context.code())
                : context.code() + " (" + context.codeName() + ")";
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
