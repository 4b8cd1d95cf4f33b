package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.operation.WriteOutcome;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says of an error that another attempt at a write may help against it, and finds such an error in what a write has come to.
 * Stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md#determining-retryable-errors">
 *     Retryable Writes: determining retryable errors</a>
 */
final class WriteLabels {
    private WriteLabels() {}

    /** The same error with the label that a server would have put on it, had it been able to answer. */
    static MongoException of(MongoSocketException lost) {
        if (lost.hasErrorLabel(RetryRules.RETRYABLE_WRITE)) {
            return lost;
        }
        Set<String> labels = new LinkedHashSet<>(lost.errorLabels());
        labels.add(RetryRules.RETRYABLE_WRITE);
        ErrorContext context = lost.context().withCode(lost.code(), lost.codeName(), labels);
        String message = String.valueOf(lost.getMessage());
        MongoException labelled = lost instanceof MongoConnectException
                ? new MongoConnectException(message, context, lost.getCause())
                : new MongoSocketException(message, context, lost.getCause());
        labelled.setStackTrace(lost.getStackTrace());
        for (Throwable suppressed : lost.getSuppressed()) {
            labelled.addSuppressed(suppressed);
        }
        return labelled;
    }

    /** Why a write that was carried out is not as durable as was asked for, if the server says that this passes; else null. */
    static @Nullable MongoWriteConcernException passing(@Nullable Object result) {
        return result instanceof WriteOutcome outcome
                        && outcome.writeConcernError() != null
                        && outcome.writeConcernError().hasErrorLabel(RetryRules.RETRYABLE_WRITE)
                ? outcome.writeConcernError()
                : null;
    }
}
