package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.exception.MongoServerNotYetImplementedException;

/** Turns what the engine throws into failures with the code that a real server would have sent. */
final class Failures {
    private static final int UNKNOWN_ERROR = 8;

    private Failures() {}

    static CommandFailure of(RuntimeException e) {
        if (e instanceof CommandFailure failure) {
            return failure;
        }
        if (e instanceof MongoServerError error) {
            return coded(error);
        }
        if (e instanceof MongoServerNotYetImplementedException) {
            return new CommandFailure(238, text(e));
        }
        if (e instanceof MongoServerException uncoded) {
            return withoutCode(uncoded.getMessageWithoutErrorCode());
        }
        if (e instanceof ClassCastException) {
            return new CommandFailure(14, "a value has a type that does not belong there: " + text(e));
        }
        return new CommandFailure(e instanceof IllegalArgumentException ? 2 : UNKNOWN_ERROR, text(e));
    }

    /** The entry that {@code failure} makes in {@code writeErrors}. */
    static Document writeError(int index, CommandFailure failure) {
        return new Document("index", index).append("code", failure.code()).append("errmsg", failure.text());
    }

    private static CommandFailure coded(MongoServerError error) {
        return withCode(error.getCode(), error.getMessageWithoutErrorCode());
    }

    /** Replaces codes that servers no longer send. */
    static CommandFailure withCode(int code, String text) {
        if (code == 10158) {
            return new CommandFailure(9, "multi update is not supported for replacement-style update");
        }
        return new CommandFailure(code, text);
    }

    /** Guesses the code that the engine has left out. */
    static CommandFailure withoutCode(String text) {
        if (text.contains("not found") || text.contains("does not exist")) {
            return new CommandFailure(26, text);
        }
        return new CommandFailure(text.startsWith("illegal update") ? 9 : UNKNOWN_ERROR, text);
    }

    private static String text(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
