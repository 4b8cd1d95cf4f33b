package io.github.mooring.client;

import io.github.mooring.api.AggregateIterable;
import io.github.mooring.api.CountOptions;
import io.github.mooring.api.DeleteOptions;
import io.github.mooring.api.DeleteResult;
import io.github.mooring.api.FindIterable;
import io.github.mooring.api.FindOneAndDeleteOptions;
import io.github.mooring.api.FindOneAndReplaceOptions;
import io.github.mooring.api.FindOneAndUpdateOptions;
import io.github.mooring.api.InsertManyOptions;
import io.github.mooring.api.InsertManyResult;
import io.github.mooring.api.InsertOneResult;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.ReplaceOptions;
import io.github.mooring.api.UpdateOptions;
import io.github.mooring.api.UpdateResult;
import io.github.mooring.operation.Checks;
import io.github.mooring.operation.CountDocuments;
import io.github.mooring.operation.Delete;
import io.github.mooring.operation.Distinct;
import io.github.mooring.operation.DocumentCodecs;
import io.github.mooring.operation.DropCollection;
import io.github.mooring.operation.EstimatedCount;
import io.github.mooring.operation.Find;
import io.github.mooring.operation.ReadOptions;
import io.github.mooring.operation.WriteOutcome;
import io.github.mooring.session.SessionSettings.Defaults;
import java.util.List;
import java.util.Objects;
import org.bson.codecs.Codec;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** A collection seen through a session; immutable. Its codec is looked up once, when it is made. */
final class ClientCollection<T> implements MongoCollection<T> {
    private static final int NAMESPACE_NOT_FOUND = 26;

    private final CommandScope session;
    private final MongoNamespace namespace;
    private final Class<T> documentClass;
    private final Codec<T> codec;

    ClientCollection(CommandScope session, MongoNamespace namespace, Class<T> documentClass, Codec<T> codec) {
        this.session = session;
        this.namespace = namespace;
        this.documentClass = documentClass;
        this.codec = codec;
    }

    CommandScope session() {
        return session;
    }

    Codec<T> codec() {
        return codec;
    }

    private DocumentCodecs codecs() {
        return DocumentCodecs.of(session.settings().uuids());
    }

    @Override
    public MongoNamespace getNamespace() {
        return namespace;
    }

    @Override
    public Class<T> getDocumentClass() {
        return documentClass;
    }

    @Override
    public InsertOneResult insertOne(T document) {
        return Inserts.one(session, namespace, codec, Objects.requireNonNull(document, "document"));
    }

    @Override
    public InsertManyResult insertMany(List<? extends T> documents, InsertManyOptions options) {
        return new Inserts<>(session, namespace, codec)
                .many(Objects.requireNonNull(documents, "documents"), Objects.requireNonNull(options, "options"));
    }

    @Override
    public FindIterable<T> find(Bson filter) {
        session.checkOpen();
        Defaults defaults = session.settings().defaults();
        Find.Query query = Find.Query.of(filter)
                .withNoCursorTimeout(defaults.noCursorTimeout())
                .with(ReadOptions.DEFAULTS.withBatchSize(defaults.batchSize()));
        return new FindQuery<>(this, query);
    }

    @Override
    public long countDocuments(Bson filter, CountOptions options) {
        return session.execute(new CountDocuments(
                namespace, Objects.requireNonNull(filter, "filter"), Objects.requireNonNull(options, "options")));
    }

    @Override
    public long estimatedDocumentCount() {
        return session.execute(new EstimatedCount(namespace));
    }

    @Override
    public UpdateResult updateOne(Bson filter, Bson update, UpdateOptions options) {
        return update(filter, update, options, false);
    }

    @Override
    public UpdateResult updateMany(Bson filter, Bson update, UpdateOptions options) {
        return update(filter, update, options, true);
    }

    private UpdateResult update(Bson filter, Bson update, UpdateOptions options, boolean multi) {
        Objects.requireNonNull(filter, "filter");
        Checks.update(Objects.requireNonNull(update, "update"));
        var command = Statements.update(namespace, filter, update, options, multi);
        return result(session.execute(command));
    }

    @Override
    public UpdateResult replaceOne(Bson filter, T replacement, ReplaceOptions options) {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(replacement, "replacement");
        var command = Statements.replace(namespace, filter, new Replacement<>(replacement, codec), options);
        return result(session.execute(command));
    }

    @Override
    public DeleteResult deleteOne(Bson filter, DeleteOptions options) {
        return delete(filter, options, true);
    }

    @Override
    public DeleteResult deleteMany(Bson filter, DeleteOptions options) {
        return delete(filter, options, false);
    }

    private DeleteResult delete(Bson filter, DeleteOptions options, boolean one) {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(options, "options");
        WriteOutcome outcome =
                session.execute(new Delete(namespace, filter, one, options)).orThrow();
        return new DeleteResult(outcome.acknowledged(), outcome.n());
    }

    @Override
    public @Nullable T findOneAndDelete(Bson filter, FindOneAndDeleteOptions options) {
        Objects.requireNonNull(filter, "filter");
        return session.execute(Statements.findAndDelete(namespace, filter, options, codec))
                .orElse(null);
    }

    @Override
    public @Nullable T findOneAndReplace(Bson filter, T replacement, FindOneAndReplaceOptions options) {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(replacement, "replacement");
        return session.execute(
                        Statements.findAndReplace(namespace, filter, new Replacement<>(replacement, codec), options))
                .orElse(null);
    }

    @Override
    public @Nullable T findOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options) {
        Objects.requireNonNull(filter, "filter");
        Checks.update(Objects.requireNonNull(update, "update"));
        return session.execute(Statements.findAndUpdate(namespace, filter, update, options, codec))
                .orElse(null);
    }

    @Override
    public AggregateIterable<T> aggregate(List<? extends Bson> pipeline) {
        return aggregate(pipeline, codec);
    }

    @Override
    public <R> AggregateIterable<R> aggregate(List<? extends Bson> pipeline, Class<R> resultClass) {
        return aggregate(pipeline, codecs().of(Objects.requireNonNull(resultClass, "resultClass")));
    }

    private <R> AggregateIterable<R> aggregate(List<? extends Bson> pipeline, Codec<R> resultCodec) {
        session.checkOpen();
        return new AggregateQuery<>(
                session,
                namespace.databaseName(),
                namespace.collectionName(),
                resultCodec,
                AggregateQuery.of(session, pipeline));
    }

    @Override
    public <R> List<R> distinct(String fieldName, Bson filter, Class<R> resultClass) {
        Objects.requireNonNull(fieldName, "fieldName");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(resultClass, "resultClass");
        return session.execute(new Distinct<>(namespace, fieldName, filter, codecs().of(resultClass)));
    }

    @Override
    public void drop() {
        try {
            session.execute(new DropCollection(namespace));
        } catch (MongoCommandException e) {
            if (e.code() != NAMESPACE_NOT_FOUND) {
                throw e;
            }
        }
    }

    private static UpdateResult result(WriteOutcome outcome) {
        outcome.orThrow();
        // the server counts a document that an upsert has inserted as matched
        long matched = outcome.upsertedId() == null ? outcome.n() : outcome.n() - 1;
        return new UpdateResult(outcome.acknowledged(), matched, outcome.nModified(), outcome.upsertedId());
    }

    @Override
    public String toString() {
        return namespace.toString();
    }
}
