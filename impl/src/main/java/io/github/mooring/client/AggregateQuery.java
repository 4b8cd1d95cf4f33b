package io.github.mooring.client;

import io.github.mooring.api.AggregateIterable;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.operation.Aggregate;
import java.time.Duration;
import java.util.Objects;
import org.bson.codecs.Decoder;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** An {@code aggregate} in the making; immutable. */
final class AggregateQuery<T> implements AggregateIterable<T> {
    private final ClientSession session;
    private final String databaseName;
    private final @Nullable String collectionName;
    private final Decoder<T> decoder;
    private final Aggregate.Pipeline pipeline;

    AggregateQuery(
            ClientSession session,
            String databaseName,
            @Nullable String collectionName,
            Decoder<T> decoder,
            Aggregate.Pipeline pipeline) {
        this.session = session;
        this.databaseName = databaseName;
        this.collectionName = collectionName;
        this.decoder = decoder;
        this.pipeline = pipeline;
    }

    private AggregateQuery<T> with(Aggregate.Pipeline changed) {
        return new AggregateQuery<>(session, databaseName, collectionName, decoder, changed);
    }

    @Override
    public MongoCursor<T> cursor() {
        var command = new Aggregate<>(databaseName, collectionName, decoder, pipeline);
        return BatchCursor.open(session, command, pipeline.batchSize(), 0);
    }

    @Override
    public @Nullable T first() {
        try (MongoCursor<T> cursor = cursor()) {
            return cursor.hasNext() ? cursor.next() : null;
        }
    }

    @Override
    public AggregateIterable<T> batchSize(int batchSize) {
        return with(pipeline.withBatchSize(batchSize));
    }

    @Override
    public AggregateIterable<T> allowDiskUse(boolean allowDiskUse) {
        return with(pipeline.withAllowDiskUse(allowDiskUse));
    }

    @Override
    public AggregateIterable<T> hint(Bson hint) {
        return with(pipeline.withHint(Objects.requireNonNull(hint, "hint")));
    }

    @Override
    public AggregateIterable<T> collation(Bson collation) {
        return with(pipeline.withCollation(Objects.requireNonNull(collation, "collation")));
    }

    @Override
    public AggregateIterable<T> comment(String comment) {
        return with(pipeline.withComment(Objects.requireNonNull(comment, "comment")));
    }

    @Override
    public AggregateIterable<T> maxTime(Duration maxTime) {
        return with(pipeline.withMaxTime(Objects.requireNonNull(maxTime, "maxTime")));
    }

    @Override
    public AggregateIterable<T> let(Bson variables) {
        return with(pipeline.withLet(Objects.requireNonNull(variables, "variables")));
    }

    @Override
    public String toString() {
        return "aggregate on " + databaseName + (collectionName == null ? "" : "." + collectionName);
    }
}
