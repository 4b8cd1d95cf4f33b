package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log as the specifications have it: a message and named values, in the order in which they were given. Confined
 * to whoever makes it until it is written; not changed after that. The logger gets it as the one parameter of the line, so
 * that whoever collects lines can have the values ({@link #data}) without taking a text apart.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/logging/logging.md#structured-versus-unstructured-logging">
 *     Logging: structured versus unstructured logging</a>
 */
public final class LogLine {
    /** The specifications' level of nearly all lines. */
    static final Level LEVEL = Level.DEBUG;

    private static final double NANOS_PER_MILLI = 1e6;

    private final String message;
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** A line without values. */
    LogLine(String message) {
        this.message = message;
    }

    /** Adds a value, unless there is none. */
    LogLine with(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
        return this;
    }

    /** Adds host and port. */
    LogLine with(ServerAddress server) {
        return with("serverHost", server.host()).with("serverPort", server.port());
    }

    /** Adds a time. */
    LogLine with(Duration took) {
        return with("durationMS", took.toNanos() / NANOS_PER_MILLI);
    }

    /** Adds an error, with what it says; a line remains a line, whatever that is. */
    LogLine withError(String name, @Nullable Throwable error) {
        return error == null ? this : with(name, error.toString().replaceAll("\\p{Cntrl}+", " "));
    }

    /** Writes it. */
    void write(Logger log) {
        log.log(LEVEL, "{0}", this);
    }

    /** What the line is about. */
    public String message() {
        return message;
    }

    /** The values by the names that the specifications give them; strings, numbers and booleans. */
    public Map<String, Object> data() {
        return Collections.unmodifiableMap(values);
    }

    /** The message, and after a colon {@code name=value} and so on. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(", ", message + (values.isEmpty() ? "" : ": "), ""));
    }
}
