package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that something was closed, and by whom, so that a use afterwards can say so; thread-safe.
 */
final class ClosedMark {
    private final String what;
    /** Set once, by the first close. */
    private final AtomicReference<@Nullable String> closedBy = new AtomicReference<>();

    /**
     * A mark on something that is open.
     *
     * @param what what it is, as it stands at the beginning of a text, such as "session"
     */
    ClosedMark(String what) {
        this.what = what;
    }

    /** Closes; true for the first caller only. */
    boolean close() {
        return closedBy.compareAndSet(null, Thread.currentThread().getName());
    }

    boolean isClosed() {
        return closedBy.get() != null;
    }

    /** Throws if closed. */
    void check() {
        String by = closedBy.get();
        if (by != null) {
            throw exception(by, ErrorContext.NONE, null);
        }
    }

    /** Throws if closed, for an operation that the close has cut short. */
    void check(MongoException failure) {
        String by = closedBy.get();
        if (by != null) {
            throw exception(by, failure.context(), failure);
        }
    }

    private MongoClosedException exception(String by, ErrorContext context, @Nullable MongoException cause) {
        return exception(what, by, context, cause);
    }

    /**
     * What a use of something that is closed comes to.
     *
     * @param what what it is, as it stands at the beginning of a text, such as "session"
     * @param by   the name of the thread that closed it
     */
    static MongoClosedException exception(
            String what, String by, ErrorContext context, @Nullable MongoException cause) {
        return new MongoClosedException(
                what + " is closed: thread '" + by + "' closed it; open a new one", context, cause);
    }
}
