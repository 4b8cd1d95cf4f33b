package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoCursorNotFoundException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoExecutionTimeoutException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.MongoWriteConcernException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Labels of errors in transactions; puts labels on errors that a server could not put there, or does not. Stateless. */
public final class ErrorLabels {
    /** The transaction is over, and the whole of it may be done again. */
    public static final String TRANSIENT = "TransientTransactionError";

    /** Nobody knows whether the commit was done as was asked for. */
    public static final String UNKNOWN_RESULT = "UnknownTransactionCommitResult";

    private ErrorLabels() {}

    /** The same error with these labels as well. What has no use for labels, such as a wrong argument, stays as it is. */
    static MongoException with(MongoException e, String... more) {
        Set<String> labels = new LinkedHashSet<>(e.errorLabels());
        if (!labels.addAll(List.of(more))) {
            return e;
        }
        MongoException labelled = again(e, e.context().withCode(e.code(), e.codeName(), labels));
        if (labelled != e) {
            labelled.setStackTrace(e.getStackTrace());
            for (Throwable suppressed : e.getSuppressed()) {
                labelled.addSuppressed(suppressed);
            }
        }
        return labelled;
    }

    private static MongoException again(MongoException e, ErrorContext context) {
        String message = String.valueOf(e.getMessage());
        Throwable cause = e.getCause();
        if (e instanceof MongoConnectException) {
            return new MongoConnectException(message, context, cause);
        } else if (e instanceof MongoSocketException) {
            return new MongoSocketException(message, context, cause);
        } else if (e instanceof MongoServerSelectionTimeoutException) {
            return new MongoServerSelectionTimeoutException(message, context, cause);
        } else if (e instanceof MongoWaitQueueTimeoutException) {
            return new MongoWaitQueueTimeoutException(message, context, cause);
        } else if (e instanceof MongoOperationTimeoutException) {
            return new MongoOperationTimeoutException(message, context, cause);
        } else if (e instanceof MongoWriteConcernException doubt) {
            return new MongoWriteConcernException(message, context, doubt.details());
        }
        return e instanceof MongoCommandException refused ? again(refused, message, context) : e;
    }

    private static MongoException again(MongoCommandException e, String message, ErrorContext context) {
        if (e instanceof MongoCursorNotFoundException) {
            return new MongoCursorNotFoundException(e.commandName(), message, context, e.response());
        } else if (e instanceof MongoExecutionTimeoutException) {
            return new MongoExecutionTimeoutException(e.commandName(), message, context, e.response());
        }
        return new MongoCommandException(e.commandName(), message, context, e.response());
    }
}
