package io.github.mooring.operation;

import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.MongoWriteException;
import io.github.mooring.api.WriteError;
import io.github.mooring.wire.RawDocument;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the reply to a write command says.
 *
 * @param acknowledged      whether there was a reply
 * @param n                 documents inserted, matched or deleted
 * @param nModified         documents that an update has changed
 * @param upsertedId        the id of the document that an update has inserted, null if it has not
 * @param errors            the refused statements in order of their index within the command
 * @param refused           the exception for the first of them, null if there is none
 * @param writeConcernError the exception for missing durability, null if there is none
 */
public record WriteOutcome(
        boolean acknowledged,
        long n,
        long nModified,
        @Nullable BsonValue upsertedId,
        List<WriteError> errors,
        @Nullable MongoWriteException refused,
        @Nullable MongoWriteConcernException writeConcernError) {
    /** What is known of a write that is not acknowledged: nothing. */
    static final WriteOutcome UNKNOWN = new WriteOutcome(false, 0, 0, null, List.of(), null, null);

    /** Reads a reply, without throwing for what it reports. */
    static WriteOutcome read(CommandReply reply) {
        RawDocument body = reply.body();
        List<WriteError> errors = ServerErrors.writeErrors(body);
        return new WriteOutcome(
                true,
                body.longValue("n", 0),
                body.longValue("nModified", 0),
                upsertedId(body),
                errors,
                errors.isEmpty() ? null : refusal(reply, errors.get(0)),
                ServerErrors.writeConcernError(reply));
    }

    /** This outcome if nothing went wrong, for commands of one statement. */
    public WriteOutcome orThrow() {
        if (refused != null) {
            if (writeConcernError != null) {
                refused.addSuppressed(writeConcernError);
            }
            throw refused;
        }
        if (writeConcernError != null) {
            throw writeConcernError;
        }
        return this;
    }

    private static MongoWriteException refusal(CommandReply reply, WriteError error) {
        return new MongoWriteException(
                reply.command().name() + " on " + reply.command().databaseName() + " was refused by " + reply.server()
                        + " with error " + error.code() + ": " + error.message(),
                ServerErrors.contextOf(reply, error),
                error);
    }

    private static @Nullable BsonValue upsertedId(RawDocument body) {
        RawDocument upserted = body.array("upserted");
        if (upserted == null || upserted.first() == RawDocument.END) {
            return null;
        }
        return upserted.documentAt(upserted.first()).value("_id");
    }
}
