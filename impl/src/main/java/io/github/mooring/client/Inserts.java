package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.InsertManyOptions;
import io.github.mooring.api.InsertManyResult;
import io.github.mooring.api.InsertOneResult;
import io.github.mooring.api.MongoBulkWriteException;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.WriteError;
import io.github.mooring.operation.Insert;
import io.github.mooring.operation.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonValue;
import org.bson.codecs.Codec;
import org.jspecify.annotations.Nullable;

/** Inserts documents, in as many commands as the server's limits ask for; confined to one call. */
final class Inserts<T> {
    private final ClientSession session;
    private final MongoNamespace namespace;
    private final Codec<T> codec;
    private final List<BsonValue> ids = new ArrayList<>();
    private final List<WriteError> errors = new ArrayList<>();
    private final Set<Integer> inserted = new TreeSet<>();
    private @Nullable WriteOutcome firstRefusal;
    private @Nullable MongoWriteConcernException writeConcernError;

    Inserts(ClientSession session, MongoNamespace namespace, Codec<T> codec) {
        this.session = session;
        this.namespace = namespace;
        this.codec = codec;
    }

    InsertOneResult one(T document) {
        boolean acknowledged = isAcknowledged();
        var command = new Insert<>(
                namespace, codec, List.of(document), 0, new Insert.Settings(true, false, null, acknowledged));
        session.execute(command).orThrow();
        return new InsertOneResult(acknowledged, command.ids().get(0));
    }

    InsertManyResult many(List<? extends T> documents, InsertManyOptions options) {
        check(documents);
        var settings = new Insert.Settings(
                options.ordered(), options.bypassDocumentValidation(), options.comment(), isAcknowledged());
        for (int next = 0; next < documents.size() && !(options.ordered() && firstRefusal != null); ) {
            var command = new Insert<>(namespace, codec, documents, next, settings);
            note(session.execute(command), next, command.ids().size(), options.ordered());
            ids.addAll(command.ids());
            next += command.ids().size();
        }
        throwIfRefused(documents.size());
        return new InsertManyResult(settings.acknowledged(), ids);
    }

    private static void check(List<?> documents) {
        if (documents.isEmpty()) {
            throw new IllegalArgumentException("there are no documents to insert");
        }
        for (int i = 0; i < documents.size(); i++) {
            if (documents.get(i) == null) {
                throw new NullPointerException("documents[" + i + "]");
            }
        }
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
        int end = ordered && !refused.isEmpty() ? refused.iterator().next() : count;
        for (int i = 0; i < end; i++) {
            if (!refused.contains(i)) {
                inserted.add(firstIndex + i);
            }
        }
    }

    private void throwIfRefused(int total) {
        if (firstRefusal != null && firstRefusal.refused() != null) {
            ErrorContext context = firstRefusal.refused().context();
            throw new MongoBulkWriteException(
                    "insert into " + namespace + ": " + errors.size() + " of " + total + " documents were refused by "
                            + context.server() + ", " + inserted.size() + " are stored; first refusal is document "
                            + errors.get(0).index() + " with error "
                            + errors.get(0).code() + ": "
                            + errors.get(0).message(),
                    context,
                    errors,
                    inserted);
        }
        if (writeConcernError != null) {
            throw writeConcernError;
        }
    }

    private boolean isAcknowledged() {
        return session.settings().writeConcern().isAcknowledged();
    }
}
