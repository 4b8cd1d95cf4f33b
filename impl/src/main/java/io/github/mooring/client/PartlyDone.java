package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoExecutionTimeoutException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSessionStateLostException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.PartialInsert;

/**
 * Errors of an operation that takes several commands, when some of them had been carried out before. Whatever the last
 * one ran into, the operation as a whole was sent, and making the same call again is not safe. Only an insert of many is
 * such an operation. Stateless.
 */
final class PartlyDone {
    private PartlyDone() {}

    /** The same error, saying what was done before. */
    static MongoException explained(MongoException e, PartialInsert done) {
        ErrorContext context = e.context().withPartialInsert(done);
        String text = e.getMessage() + "; of " + done.documents() + " documents " + done.settled()
                + " had been sent before, of which " + done.insertedIndexes().size()
                + " are stored as far as the server has said";
        if (e instanceof MongoDocumentException) {
            return new MongoDocumentException(text, context, e);
        } else if (e instanceof MongoConnectException) {
            return new MongoConnectException(text, context, e);
        } else if (e instanceof MongoSocketException) {
            return new MongoSocketException(text, context, e);
        } else if (e instanceof MongoWaitQueueTimeoutException) {
            return new MongoWaitQueueTimeoutException(text, context, e);
        } else if (e instanceof MongoOperationTimeoutException) {
            return new MongoOperationTimeoutException(text, context, e);
        } else if (e instanceof MongoInterruptedException) {
            return new MongoInterruptedException(text, context, e);
        } else if (e instanceof MongoClosedException) {
            return new MongoClosedException(text, context, e);
        } else if (e instanceof MongoSessionStateLostException lost) {
            return new MongoSessionStateLostException(lost.lost(), text, context, e);
        } else if (e instanceof MongoSecurityException) {
            return new MongoSecurityException(text, context, e);
        } else if (e instanceof MongoProtocolException) {
            return new MongoProtocolException(text, context, e);
        }
        return refused(e, text, context);
    }

    private static MongoException refused(MongoException e, String text, ErrorContext context) {
        if (e instanceof MongoExecutionTimeoutException command) {
            return new MongoExecutionTimeoutException(command.commandName(), text, context, command.response());
        } else if (e instanceof MongoCommandException command) {
            return new MongoCommandException(command.commandName(), text, context, command.response());
        }
        return e; // nothing else comes of an insert
    }
}
