package io.github.mooring.testkit.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one fail point, {@code failCommand} or {@code onPrimaryTransactionalWrite}: set by command or by a test, consulted for every
 * command. Thread-safe.
 */
final class FailPoints {
    private static final String ON_COMMANDS = "failCommand";
    private static final String ON_NUMBERED_WRITES = "onPrimaryTransactionalWrite";

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable FailCommand active;

    @GuardedBy("lock")
    private int toSkip;

    /** Negative: without end. */
    @GuardedBy("lock")
    private int left;

    @GuardedBy("lock")
    private int struck;

    /** Sets or, with null, clears the fail point; the count of strikes so far is returned and starts anew. */
    int set(@Nullable FailCommand next) {
        lock.lock();
        try {
            int count = struck;
            active = next;
            struck = 0;
            toSkip = next == null ? 0 : next.skip;
            left = next == null ? 0 : next.times;
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** The fault that strikes this command, counted; null if none does. */
    @Nullable
    FailCommand strike(Command command, @Nullable String appName) {
        lock.lock();
        try {
            if (active == null || left == 0 || !active.strikes(command, appName)) {
                return null;
            }
            if (toSkip > 0) {
                toSkip--;
                return null;
            }
            left = left > 0 ? left - 1 : left;
            struck++;
            return active;
        } finally {
            lock.unlock();
        }
    }

    /** The command configureFailPoint. */
    Document configure(Document body) {
        Object name = body.get("configureFailPoint");
        if (!ON_COMMANDS.equals(name) && !ON_NUMBERED_WRITES.equals(name)) {
            throw new CommandFailure(
                    2,
                    "the embedded server knows the fail points '" + ON_COMMANDS + "' and '" + ON_NUMBERED_WRITES
                            + "' only");
        }
        Object mode = body.get("mode");
        FailCommand next = "off".equals(mode) ? null : parse(ON_COMMANDS.equals(name), mode, body.get("data"));
        return new Document("count", set(next)).append("ok", 1.0);
    }

    private static FailCommand parse(boolean onCommands, @Nullable Object mode, @Nullable Object data) {
        return onCommands ? parse(mode, data) : numberedWrites(mode, data instanceof Document d ? d : new Document());
    }

    /** By default the connection is closed when the write is done, or instead of the write if that is to fail before its end. */
    private static FailCommand numberedWrites(@Nullable Object mode, Document data) {
        FailCommand.Builder fault = FailCommand.onNumberedWrites();
        applyMode(fault, mode);
        boolean closes = !Boolean.FALSE.equals(data.get("closeConnection"));
        Object code = data.get("failBeforeCommitExceptionCode");
        if (code != null) {
            fault.errorCode(number("failBeforeCommitExceptionCode", code));
        }
        if (closes && code == null) {
            fault.closeConnectionAfterwards();
        } else if (closes) {
            fault.closeConnection();
        }
        return fault.build();
    }

    private static FailCommand parse(@Nullable Object mode, @Nullable Object data) {
        if (!(data instanceof Document fields) || !(fields.get("failCommands") instanceof Collection<?> names)) {
            throw new CommandFailure(9, "failCommand needs data.failCommands");
        }
        FailCommand.Builder fault = FailCommand.on(strings(names));
        applyMode(fault, mode);
        fields.forEach((name, value) -> apply(fault, name, value, fields));
        return fault.build();
    }

    private static void applyMode(FailCommand.Builder fault, @Nullable Object mode) {
        if ("alwaysOn".equals(mode)) {
            return;
        }
        if (mode instanceof Document counted && counted.get("times") instanceof Number times && times.intValue() > 0) {
            fault.times(times.intValue());
        } else if (mode instanceof Document counted && counted.get("skip") instanceof Number skip) {
            fault.skip(skip.intValue());
        } else {
            throw new CommandFailure(9, "fail point mode must be 'off', 'alwaysOn', {times: n} or {skip: n}");
        }
    }

    private static void apply(FailCommand.Builder fault, String name, @Nullable Object value, Document all) {
        switch (name) {
            case "failCommands", "failInternalCommands", "blockTimeMS" -> {}
            case "errorCode" -> fault.errorCode(number(name, value));
            case "closeConnection" -> {
                if (Boolean.TRUE.equals(value)) {
                    fault.closeConnection();
                }
            }
            case "blockConnection" -> {
                if (Boolean.TRUE.equals(value)) {
                    fault.block(Duration.ofMillis(number("blockTimeMS", all.get("blockTimeMS"))));
                }
            }
            case "errorLabels" -> fault.errorLabels(strings(value instanceof Collection<?> c ? c : List.of()));
            case "writeConcernError" -> {
                if (value instanceof Document error) {
                    fault.writeConcernError(error);
                }
            }
            case "appName" -> fault.appName(String.valueOf(value));
            case "namespace" -> fault.namespace(String.valueOf(value));
            default -> throw new CommandFailure(9, "the embedded server does not know failCommand's '" + name + "'");
        }
    }

    private static int number(String name, @Nullable Object value) {
        if (value instanceof Number number) {
            return number.intValue();
        }
        throw new CommandFailure(14, "failCommand's '" + name + "' must be a number");
    }

    private static String[] strings(Collection<?> values) {
        return values.stream().map(String::valueOf).distinct().toArray(String[]::new);
    }
}
