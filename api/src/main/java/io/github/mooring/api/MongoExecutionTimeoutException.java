package io.github.mooring.api;

/** The server stopped the operation because it ran for longer than {@code maxTimeMS} (code 50). */
public final class MongoExecutionTimeoutException extends MongoCommandException {
    private static final long serialVersionUID = 1L;

    /**
     * A command that the server refused for this reason.
     *
     * @param commandName the command, such as {@code getMore}
     * @param message     what failed, with code and text of the server
     * @param context     where, with which code and labels
     * @param response    the whole reply as relaxed extended JSON
     */
    public MongoExecutionTimeoutException(String commandName, String message, ErrorContext context, String response) {
        super(commandName, message, context, response);
    }
}
