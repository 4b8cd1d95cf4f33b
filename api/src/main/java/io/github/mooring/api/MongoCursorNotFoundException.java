package io.github.mooring.api;

/** The server no longer knows the cursor (code 43): it was idle for too long, was killed, or its server restarted. */
public final class MongoCursorNotFoundException extends MongoCommandException {
    private static final long serialVersionUID = 1L;

    /**
     * A command that the server refused for this reason.
     *
     * @param commandName the command, such as {@code getMore}
     * @param message     what failed, with code and text of the server
     * @param context     where, with which code and labels
     * @param response    the whole reply as relaxed extended JSON
     */
    public MongoCursorNotFoundException(String commandName, String message, ErrorContext context, String response) {
        super(commandName, message, context, response);
    }
}
