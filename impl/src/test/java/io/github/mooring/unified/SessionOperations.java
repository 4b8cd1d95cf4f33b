package io.github.mooring.unified;

import io.github.mooring.api.Mode;
import io.github.mooring.api.TransactionOptions;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Operations of sessions. Used by one thread at a time. */
final class SessionOperations {
    private final OperationRunner operations;

    SessionOperations(OperationRunner operations) {
        this.operations = operations;
    }

    /** Runs it; null if it is none of these. */
    @Nullable
    Result run(String name, SessionEntity session, Arguments arguments) throws Exception {
        switch (name) {
            case "startTransaction" -> {
                TransactionOptions options = options(session, arguments);
                arguments.end();
                session.session().startTransaction(options);
            }
            case "commitTransaction" -> {
                arguments.end();
                session.session().commitTransaction();
            }
            case "abortTransaction" -> {
                arguments.end();
                session.session().abortTransaction();
            }
            case "withTransaction" -> withTransaction(session, arguments);
            case "endSession" -> {
                arguments.end();
                session.close();
            }
            default -> {
                return null;
            }
        }
        return Result.NOTHING;
    }

    private static TransactionOptions options(SessionEntity session, Arguments arguments) {
        TransactionOptions options = session.defaults();
        options = arguments.withDocument(
                options, "readConcern", (o, concern) -> o.readConcern(SessionOptions.readConcern(concern)));
        options = arguments.withDocument(
                options, "writeConcern", (o, concern) -> o.writeConcern(SessionOptions.writeConcern(concern)));
        options = arguments.withMillis(options, "maxCommitTimeMS", TransactionOptions::maxCommitTime);
        Mode mode = arguments.withDocument(
                session.defaultMode(), "readPreference", (o, preference) -> SessionOptions.mode(preference));
        session.readingIn(mode);
        return options;
    }

    /** What goes wrong in the callback goes on to the one who has called it, whether it was expected or not. */
    private void withTransaction(SessionEntity session, Arguments arguments) throws Exception {
        List<BsonDocument> callback = arguments.documents("callback");
        TransactionOptions options = options(session, arguments);
        arguments.end();
        try {
            session.session()
                    .<Integer>withTransaction(
                            within -> {
                                for (BsonDocument operation : callback) {
                                    call(operation);
                                }
                                return 0;
                            },
                            options);
        } catch (Wrapped e) {
            throw e.checked;
        }
    }

    private void call(BsonDocument operation) {
        try {
            operations.runWithin(operation);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Wrapped(e);
        }
    }

    /** On the way through an interface that has no checked exceptions. */
    private static final class Wrapped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Exception checked;

        Wrapped(Exception checked) {
            super(checked);
            this.checked = checked;
        }
    }
}
