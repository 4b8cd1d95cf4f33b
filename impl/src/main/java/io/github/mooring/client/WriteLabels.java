package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.operation.WriteOutcome;
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
        return ErrorLabels.with(lost, RetryRules.RETRYABLE_WRITE);
    }

    /** Why a write that was carried out is not as durable as was asked for, if the server says that this passes; else null. */
    static @Nullable MongoWriteConcernException passing(@Nullable Object result) {
        MongoWriteConcernException doubt = doubt(result);
        return doubt != null && doubt.hasErrorLabel(RetryRules.RETRYABLE_WRITE) ? doubt : null;
    }

    /** Why a write that was carried out is not as durable as was asked for; null if it is. */
    static @Nullable MongoWriteConcernException doubt(@Nullable Object result) {
        return result instanceof WriteOutcome outcome ? outcome.writeConcernError() : null;
    }
}
