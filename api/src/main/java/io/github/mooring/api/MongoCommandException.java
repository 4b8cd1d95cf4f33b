package io.github.mooring.api;

import java.util.Objects;

/**
 * A command failed: the server replied {@code ok: 0}.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/error-codes/">Error codes</a>
 */
public sealed class MongoCommandException extends MongoServerException
        permits MongoCursorNotFoundException, MongoExecutionTimeoutException {
    private static final long serialVersionUID = 1L;

    private final String commandName;
    private final String response;

    /**
     * A command that the server refused.
     *
     * @param commandName the command, such as {@code find}
     * @param message     what failed, with code and text of the server
     * @param context     where, with which code and labels
     * @param response    the whole reply as relaxed extended JSON
     */
    public MongoCommandException(String commandName, String message, ErrorContext context, String response) {
        super(message, context, null);
        this.commandName = Objects.requireNonNull(commandName, "commandName");
        this.response = Objects.requireNonNull(response, "response");
    }

    /** The command that failed, such as {@code find}. */
    public String commandName() {
        return commandName;
    }

    /** The whole reply as relaxed extended JSON; a string, so that the exception can leave the server's JVM. */
    public String response() {
        return response;
    }
}
