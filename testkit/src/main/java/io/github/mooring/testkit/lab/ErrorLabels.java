package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.server.Command;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The labels that servers since 4.4 put on errors.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md">Retryable
 *     writes</a>
 */
final class ErrorLabels {
    /** The first protocol version whose servers label retryable errors themselves. */
    static final int FIRST_WIRE_VERSION = 9;

    private static final String RETRYABLE_WRITE = "RetryableWriteError";
    private static final String TRANSIENT = "TransientTransactionError";

    /** Errors that say that the member is, or is about to be, something else than the client believes. */
    private static final Set<Integer> STATE_CHANGE = Set.of(91, 189, 10058, 10107, 11600, 11602, 13435, 13436);

    /** Errors of a transaction after which the whole of it can be tried again: lock time-out, conflict, not known. */
    private static final Set<Integer> TRANSIENT_CODES = Set.of(24, 112, 251);

    private static final Set<Integer> RETRYABLE =
            Set.of(6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);

    private ErrorLabels() {}

    /** As a command's error or as that of its write concern. */
    static boolean isStateChange(Document reply) {
        return STATE_CHANGE.contains(code(reply))
                || (reply.get("writeConcernError") instanceof Document error && STATE_CHANGE.contains(code(error)));
    }

    /** Labels a reply, unless that was done already. */
    static void add(Command command, Document reply) {
        if (reply.containsKey("errorLabels")) {
            return;
        }
        Document body = command.body();
        boolean ending =
                command.name().equals("commitTransaction") || command.name().equals("abortTransaction");
        boolean inTransaction = body.containsKey("autocommit") && !ending;
        boolean startAnew = TRANSIENT_CODES.contains(code(reply)) && body.containsKey("autocommit");
        if (startAnew || (inTransaction && RETRYABLE.contains(code(reply)))) {
            reply.append("errorLabels", List.of(TRANSIENT));
        } else if (!inTransaction && body.containsKey("txnNumber") && isRetryable(reply)) {
            reply.append("errorLabels", List.of(RETRYABLE_WRITE));
        }
    }

    private static boolean isRetryable(Document reply) {
        return RETRYABLE.contains(code(reply))
                || (reply.get("writeConcernError") instanceof Document error && RETRYABLE.contains(code(error)));
    }

    /** The error's code, 0 if this is no error. */
    private static int code(@Nullable Document reply) {
        return reply != null && reply.get("code") instanceof Number code ? code.intValue() : 0;
    }
}
