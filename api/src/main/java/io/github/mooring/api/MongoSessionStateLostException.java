package io.github.mooring.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session held something at a server that is gone: the connection of an open request, or the position of a monotonic
 * session. The operation that finds out throws this, once; from the next one on the session works again, without what
 * was lost. Begin the unit of work again that relied on it. {@link #bytesSent()} and the cause say what became of the
 * operation itself.
 */
public final class MongoSessionStateLostException extends MongoException {
    private static final long serialVersionUID = 1L;

    /** What was lost. */
    private final State lost;

    /** What a session can hold at a server. */
    public enum State {
        /** The connection of an open {@link MongoRequest}: what was done on it before is not ordered before what follows. */
        REQUEST,
        /** How far a {@link Mode#MONOTONIC} session had read: what it reads next may be older than what it has seen. */
        MONOTONIC_POSITION
    }

    /**
     * An error with its surroundings.
     *
     * @param lost    what was lost
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything of the operation was sent
     * @param cause   what the operation ran into, if anything
     */
    public MongoSessionStateLostException(State lost, String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
        this.lost = Objects.requireNonNull(lost, "lost");
    }

    /** What was lost. */
    public State lost() {
        return lost;
    }
}
