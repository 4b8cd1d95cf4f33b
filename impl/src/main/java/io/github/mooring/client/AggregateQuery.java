package io.github.mooring.client;

import io.github.mooring.api.AggregateIterable;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.operation.Aggregate;
import io.github.mooring.operation.ReadOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.codecs.Decoder;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** An {@code aggregate} in the making; immutable. */
final class AggregateQuery<T> implements AggregateIterable<T> {
    private final CommandScope session;
    private final String databaseName;
    private final @Nullable String collectionName;
    private final Decoder<T> decoder;
    private final Aggregate.Pipeline pipeline;

    AggregateQuery(
            CommandScope session,
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

    /** A pipeline with the session's defaults of this moment. */
    static Aggregate.Pipeline of(CommandScope session, List<? extends Bson> stages) {
        int batchSize = session.settings().defaults().batchSize();
        return Aggregate.Pipeline.of(stages).with(ReadOptions.DEFAULTS.withBatchSize(batchSize));
    }

    private AggregateQuery<T> with(Aggregate.Pipeline changed) {
        return new AggregateQuery<>(session, databaseName, collectionName, decoder, changed);
    }

    private AggregateQuery<T> with(ReadOptions changed) {
        return with(pipeline.with(changed));
    }

    private ReadOptions options() {
        return pipeline.options();
    }

    @Override
    public MongoCursor<T> cursor() {
        var command = new Aggregate<>(databaseName, collectionName, decoder, pipeline);
        return BatchCursor.open(session, command, options(), 0);
    }

    @Override
    public @Nullable T first() {
        try (MongoCursor<T> cursor = cursor()) {
            return cursor.hasNext() ? cursor.next() : null;
        }
    }

    @Override
    public AggregateIterable<T> batchSize(int batchSize) {
        return with(options().withBatchSize(batchSize));
    }

    @Override
    public AggregateIterable<T> allowDiskUse(boolean allowDiskUse) {
        return with(options().withAllowDiskUse(allowDiskUse));
    }

    @Override
    public AggregateIterable<T> hint(Bson hint) {
        return with(options().withHint(Objects.requireNonNull(hint, "hint")));
    }

    @Override
    public AggregateIterable<T> collation(Bson collation) {
        return with(options().withCollation(Objects.requireNonNull(collation, "collation")));
    }

    @Override
    public AggregateIterable<T> comment(String comment) {
        return with(options().withComment(Objects.requireNonNull(comment, "comment")));
    }

    @Override
    public AggregateIterable<T> maxTime(Duration maxTime) {
        return with(options().withMaxTime(Objects.requireNonNull(maxTime, "maxTime")));
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
