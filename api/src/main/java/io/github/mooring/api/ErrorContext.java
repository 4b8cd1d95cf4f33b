package io.github.mooring.api;

import java.io.Serializable;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the surroundings of an error; immutable.
 *
 * @param server    the server that was talked to, null if none had been chosen
 * @param code      the server's error code, 0 if the error is not the server's
 * @param codeName  the server's name for {@code code}, empty if it gave none
 * @param labels    the error labels, the server's and the client's
 * @param bytesSent whether any byte of the request may have reached the server; if not, trying again is always safe
 * @param harmless  whether the operation reads and does nothing else, so that the server may carry it out any number of times
 * @param partialInsert how far an insert of many documents had come, null if it was none or nothing had gone before
 */
public record ErrorContext(
        @Nullable ServerAddress server,
        int code,
        String codeName,
        Set<String> labels,
        boolean bytesSent,
        boolean harmless,
        @Nullable PartialInsert partialInsert)
        implements Serializable {
    /** Nothing is known and nothing was sent. */
    public static final ErrorContext NONE = new ErrorContext(null, 0, "", Set.of(), false);

    /** Copies the labels. */
    public ErrorContext {
        Objects.requireNonNull(codeName, "codeName");
        labels = Set.copyOf(Objects.requireNonNull(labels, "labels"));
    }

    /** As the canonical one, for an operation that had not done anything before it failed. */
    public ErrorContext(
            @Nullable ServerAddress server,
            int code,
            String codeName,
            Set<String> labels,
            boolean bytesSent,
            boolean harmless) {
        this(server, code, codeName, labels, bytesSent, harmless, null);
    }

    /** As the canonical one, for an operation of which it is not known that it does no more than read. */
    public ErrorContext(
            @Nullable ServerAddress server, int code, String codeName, Set<String> labels, boolean bytesSent) {
        this(server, code, codeName, labels, bytesSent, false);
    }

    /** An error at a server before any byte of the request was sent. */
    public static ErrorContext unsent(ServerAddress server) {
        return new ErrorContext(Objects.requireNonNull(server, "server"), 0, "", Set.of(), false);
    }

    /** An error at a server that may have seen the request. */
    public static ErrorContext sent(ServerAddress server) {
        return new ErrorContext(Objects.requireNonNull(server, "server"), 0, "", Set.of(), true);
    }

    /** This context with the server's code and labels. */
    public ErrorContext withCode(int newCode, String newCodeName, Set<String> newLabels) {
        return new ErrorContext(server, newCode, newCodeName, newLabels, bytesSent, harmless, partialInsert);
    }

    /** This context, of an operation that only reads, or not. */
    public ErrorContext withHarmless(boolean newHarmless) {
        return newHarmless == harmless
                ? this
                : new ErrorContext(server, code, codeName, labels, bytesSent, newHarmless, partialInsert);
    }

    /** This context, of an insert of many documents that has done so much before: so bytes were sent, and not harmless ones. */
    public ErrorContext withPartialInsert(PartialInsert done) {
        return new ErrorContext(
                server, code, codeName, labels, true, false, Objects.requireNonNull(done, "partialInsert"));
    }
}
