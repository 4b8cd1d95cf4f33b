package io.github.mooring.api;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that this library throws on purpose, save for {@link NullPointerException} and
 * {@link IllegalArgumentException} where an argument itself is wrong.
 *
 * <p>The subtypes are cut by what the caller can do about them: mend the configuration, mend the document, open a new
 * session, wait and try again, or read what the server says. Texts name what failed, on what, and the numbers; secrets
 * never stand in them. Instances can be serialised: they hold nothing but strings, numbers and their cause.
 */
public abstract sealed class MongoException extends RuntimeException
        permits MongoConfigurationException,
                MongoClosedException,
                MongoDocumentException,
                MongoInterruptedException,
                MongoProtocolException,
                MongoSecurityException,
                MongoServerException,
                MongoSessionStateLostException,
                MongoSocketException,
                MongoTimeoutException,
                MongoTransactionException {
    private static final long serialVersionUID = 1L;

    /** Where, with which code, and whether anything was sent. */
    private final ErrorContext context;

    MongoException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, cause);
        this.context = Objects.requireNonNull(context, "context");
    }

    /** The server that was talked to; empty if none had been chosen. */
    public Optional<ServerAddress> server() {
        return Optional.ofNullable(context.server());
    }

    /** The server's error code; 0 if the error is not the server's. */
    public int code() {
        return context.code();
    }

    /** The server's name for {@link #code()}; empty if it gave none. */
    public String codeName() {
        return context.codeName();
    }

    /** The error labels, such as {@code RetryableWriteError}; immutable. */
    public Set<String> errorLabels() {
        return context.labels();
    }

    /** Whether {@code label} is among {@link #errorLabels()}. */
    public boolean hasErrorLabel(String label) {
        return context.labels().contains(label);
    }

    /** Whether any byte of the request may have reached the server. If not, the same call can safely be made again. */
    public boolean bytesSent() {
        return context.bytesSent();
    }

    /**
     * Whether the same call can be made again without any risk that the server does something twice: because nothing was
     * sent, or because the operation does nothing but read. Says nothing of whether it has a chance to succeed.
     */
    public boolean isSafeToRepeat() {
        return !context.bytesSent() || context.harmless();
    }

    /**
     * How far {@code insertMany} had come when one of its commands, not the first, ended in this error. Empty for every
     * other error: if the first command failed, {@link #bytesSent()} tells whether anything may be stored, and a
     * {@link MongoBulkWriteException} has an account of its own.
     */
    public Optional<PartialInsert> partialInsert() {
        return Optional.ofNullable(context.partialInsert());
    }

    /** Everything above in one value. */
    public ErrorContext context() {
        return context;
    }
}
