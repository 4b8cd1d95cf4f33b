package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.InsertManyOptions;
import io.github.mooring.api.InsertManyResult;
import io.github.mooring.api.InsertOneResult;
import io.github.mooring.api.MongoBulkWriteException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.PartialInsert;
import io.github.mooring.api.WriteError;
import io.github.mooring.operation.Insert;
import io.github.mooring.operation.OperationLink;
import io.github.mooring.operation.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonValue;
import org.bson.codecs.Codec;
import org.jspecify.annotations.Nullable;

/** Inserts documents, in as many commands as the server's limits ask for; confined to one call. */
final class Inserts<T> {
    private final CommandScope session;
    private final MongoNamespace namespace;
    private final Codec<T> codec;
    private final List<BsonValue> ids = new ArrayList<>();
    private final List<WriteError> errors = new ArrayList<>();
    private final Set<Integer> inserted = new TreeSet<>();
    private @Nullable WriteOutcome firstRefusal;
    private @Nullable MongoWriteConcernException writeConcernError;

    /** One document in one command, for which there is nothing to keep account of. */
    static <T> InsertOneResult one(CommandScope session, MongoNamespace namespace, Codec<T> codec, T document) {
        var command = new Insert<>(namespace, codec, List.of(document), 0, Insert.Settings.DEFAULTS);
        WriteOutcome outcome = session.execute(command).orThrow();
        return new InsertOneResult(outcome.acknowledged(), command.ids().get(0));
    }

    Inserts(CommandScope session, MongoNamespace namespace, Codec<T> codec) {
        this.session = session;
        this.namespace = namespace;
        this.codec = codec;
    }

    InsertManyResult many(List<? extends T> given, InsertManyOptions options) {
        List<T> documents = checkedCopy(given);
        var settings = new Insert.Settings(
                options.ordered(), options.bypassDocumentValidation(), options.comment(), new OperationLink());
        boolean acknowledged = true;
        for (int next = 0; next < documents.size() && !(options.ordered() && firstRefusal != null); ) {
            var command = new Insert<>(namespace, codec, documents, next, settings);
            WriteOutcome outcome = execute(command, next, documents.size());
            acknowledged &= outcome.acknowledged();
            note(outcome, next, command.ids().size(), options.ordered());
            ids.addAll(command.ids());
            next += command.ids().size();
        }
        throwIfRefused(documents.size());
        return new InsertManyResult(acknowledged, ids);
    }

    private WriteOutcome execute(Insert<T> command, int sent, int total) {
        try {
            return session.execute(command);
        } catch (MongoException e) {
            throw sent == 0 ? e : failed(e, new PartialInsert(total, sent, e.bytesSent(), inserted, errors));
        }
    }

    private MongoException failed(MongoException e, PartialInsert done) {
        MongoException explained = PartlyDone.explained(e, done);
        if (writeConcernError != null) {
            explained.addSuppressed(writeConcernError);
        }
        return explained;
    }

    /** A copy, so that nobody changes the list meanwhile and any list can be read by index. */
    private static <T> List<T> checkedCopy(List<? extends T> given) {
        List<T> documents = new ArrayList<>(given);
        if (documents.isEmpty()) {
            throw new IllegalArgumentException("there are no documents to insert");
        }
        for (int i = 0; i < documents.size(); i++) {
            Objects.requireNonNull(documents.get(i), "documents[" + i + "]");
        }
        return documents;
    }

    private void note(WriteOutcome outcome, int firstIndex, int count, boolean ordered) {
        if (!outcome.errors().isEmpty() && firstRefusal == null) {
            firstRefusal = outcome;
        }
        if (outcome.writeConcernError() != null && writeConcernError == null) {
            writeConcernError = outcome.writeConcernError();
        }
        Set<Integer> refused = new TreeSet<>();
        for (WriteError error : outcome.errors()) {
            refused.add(error.index());
            errors.add(new WriteError(firstIndex + error.index(), error.code(), error.message(), error.details()));
        }
        int stored = ordered && !refused.isEmpty() ? refused.iterator().next() : count;
        int end = outcome.acknowledged() ? stored : 0;
        for (int i = 0; i < end; i++) {
            if (!refused.contains(i)) {
                inserted.add(firstIndex + i);
            }
        }
    }

    private void throwIfRefused(int total) {
        if (firstRefusal != null && firstRefusal.refused() != null) {
            ErrorContext context = firstRefusal.refused().context();
            var refused = new MongoBulkWriteException(
                    "insert into " + namespace + ": " + errors.size() + " of " + total + " documents were refused by "
                            + context.server() + ", " + inserted.size() + " are stored; first refusal is document "
                            + errors.get(0).index() + " with error "
                            + errors.get(0).code() + ": "
                            + errors.get(0).message(),
                    context,
                    errors,
                    inserted);
            if (writeConcernError != null) {
                refused.addSuppressed(writeConcernError);
            }
            throw refused;
        }
        if (writeConcernError != null) {
            throw writeConcernError;
        }
    }
}
