package io.github.mooring.connection;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.wire.WireException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection can be used no more, and what to tell each of those who were using it; immutable.
 *
 * @param kind   what has happened
 * @param reason in words
 * @param cause  the exception that it began with, the same for all; null if there was none
 * @param victim the call during whose own step it happened, null if it was nobody's in particular
 */
record Death(
        Kind kind,
        String reason,
        @Nullable Throwable cause,
        @Nullable Call victim) {
    /** What may happen to a connection. */
    enum Kind {
        /** Somebody on this side has closed it. */
        CLOSED,
        /** The server has ended the stream. */
        ENDED,
        /** The server has sent something that is not an answer. */
        MALFORMED,
        /** A read or a write has failed. */
        BROKEN
    }

    static Death closed(String reason) {
        return new Death(Kind.CLOSED, reason, null, null);
    }

    static Death surplus(int bytes) {
        return closed(bytes + " bytes came although nothing was asked");
    }

    static Death stuck(String command, Duration silence) {
        return closed("nothing has come for " + silence.toMillis() + " ms, while the server owes the reply to "
                + command + ", which its caller has given up");
    }

    static Death ended(String received) {
        return new Death(Kind.ENDED, received, null, null);
    }

    static Death malformed(WireException e, String received) {
        return new Death(Kind.MALFORMED, e.getMessage() + "; " + received, e, null);
    }

    static Death broken(MongoException cause, Call victim) {
        return new Death(Kind.BROKEN, String.valueOf(cause.getMessage()), cause, victim);
    }

    /**
     * The exception for one call.
     *
     * @param name    of the connection
     * @param context says whether bytes of it were sent
     */
    MongoException failure(Call call, String name, ErrorContext context) {
        if (kind == Kind.BROKEN) {
            return broken(call, call.command + " on " + name + ": ", context);
        }
        if (!context.bytesSent()) {
            return new MongoSocketException(
                    call.command + " was not sent on " + name + ", which " + epitaph(), context, cause);
        }
        return switch (kind) {
            case ENDED ->
                new MongoSocketException(
                        "the server closed " + name + " instead of answering " + call.command + "; " + reason,
                        context,
                        cause);
            case MALFORMED ->
                new MongoProtocolException(
                        "the reply to " + call.command + " on " + name + " is malformed: " + reason, context, cause);
            default -> new MongoSocketException(call.command + " on " + name + ": " + reason, context, cause);
        };
    }

    /** The exception for those who had no call on it. */
    MongoException failure(String name, ErrorContext context) {
        return new MongoSocketException(name + ", which " + epitaph(), context, cause);
    }

    private String epitaph() {
        return switch (kind) {
            case ENDED -> "the server has closed; " + reason;
            case MALFORMED -> "was closed because what the server sent is malformed: " + reason;
            default -> "was closed: " + reason;
        };
    }

    /** The time-out or the interrupt of one is a broken connection to all others. */
    private MongoException broken(Call call, String what, ErrorContext context) {
        String under = call == victim ? "" : "the connection broke under another operation: ";
        return new MongoSocketException(what + under + reason, context, cause);
    }

    /** The exception for the call whose own time-out or interrupt it was. */
    static MongoException own(MongoException fault, Call call, String name, ErrorContext context) {
        String text = call.command + " on " + name + ": " + fault.getMessage();
        return fault instanceof MongoInterruptedException
                ? new MongoInterruptedException(text, context, fault)
                : new MongoOperationTimeoutException(text, context, fault);
    }
}
