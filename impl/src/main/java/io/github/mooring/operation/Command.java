package io.github.mooring.operation;

import io.github.mooring.api.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * One command: what it writes and what its reply means. An instance is used for one call by one thread.
 *
 * @param <R> what comes of it
 */
public interface Command<R> {
    /** The command's name as the server knows it, such as {@code find}. */
    String name();

    /** The database it runs on. */
    String databaseName();

    /** Which servers it may run on and which concerns it takes. */
    Access access();

    /**
     * Whether the server does not answer if the session's write concern is unacknowledged. Everything else is answered
     * under any write concern. Asked when the command runs, of the settings that it is sent with: a session's settings
     * may change at any moment, and a request that asks for no answer must not be waited for.
     */
    default boolean mayGoUnanswered() {
        return false;
    }

    /**
     * Whether it may stand in one line with other operations on a connection: what is short as a rule. A server works
     * through the requests of a connection one after another, so whatever may be long, or waits for something to happen,
     * takes a connection for itself.
     */
    default boolean mayShare() {
        return false;
    }

    /**
     * Whether it reads and does nothing else, so that it may run twice. A cursor's next batch is not harmless: what was read
     * once does not come a second time.
     */
    default boolean isHarmless() {
        return access() == Access.READ;
    }

    /** The one server that it makes sense at, such as a cursor's; null where it is for the session's mode to decide. */
    default @Nullable ServerAddress server() {
        return null;
    }

    /** Whether it may be sent a second time after an error. */
    default Retry retry() {
        return Retry.NEVER;
    }

    /** Whether {@link #decode} asks how long the reply was under way; otherwise no clock is read for it. */
    default boolean wantsRoundTrip() {
        return false;
    }

    /** What it has in common with other commands of the same operation; null if it is the only one. */
    default @Nullable OperationLink link() {
        return null;
    }

    /** Writes the command from its first field on; concerns, {@code $db} and {@code $readPreference} are added after it. */
    void encode(CommandWriter out);

    /** Whether document sequences go with the command; most have none. */
    default boolean hasSequences() {
        return false;
    }

    /** Writes the document sequences that go with the command; asked only if it has some. */
    default void encodeSequences(SequenceWriter out) {
        throw new AssertionError("bug: " + name() + " has no document sequences");
    }

    /**
     * Reads a reply that says {@code ok: 1}.
     *
     * @throws io.github.mooring.api.MongoException if the reply reports errors in spite of that
     */
    R decode(CommandReply reply);

    /** What comes of it when the server does not answer; asked instead of {@link #decode}. */
    default R unacknowledged() {
        throw new AssertionError("bug: " + name() + " is always acknowledged");
    }
}
