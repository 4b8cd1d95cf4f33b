package io.github.mooring.client;

import io.github.mooring.api.FindIterable;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.operation.Find;
import io.github.mooring.operation.FindOne;
import io.github.mooring.operation.ReadOptions;
import java.time.Duration;
import java.util.Objects;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** A {@code find} in the making; immutable. */
final class FindQuery<T> implements FindIterable<T> {
    private final ClientCollection<T> collection;
    private final Find.Query query;

    FindQuery(ClientCollection<T> collection, Find.Query query) {
        this.collection = collection;
        this.query = query;
    }

    private FindQuery<T> with(Find.Query changed) {
        return new FindQuery<>(collection, changed);
    }

    private FindQuery<T> with(ReadOptions changed) {
        return with(query.with(changed));
    }

    private ReadOptions options() {
        return query.shape().options();
    }

    @Override
    public MongoCursor<T> cursor() {
        var find = new Find<>(collection.getNamespace(), collection.codec(), query);
        return BatchCursor.open(
                collection.session(), find, options(), query.shape().limit());
    }

    /** One document in one batch: the server then has no cursor to keep. */
    @Override
    public @Nullable T first() {
        var find = new FindOne<>(collection.getNamespace(), collection.codec(), query);
        return collection.session().execute(find).orElse(null);
    }

    @Override
    public FindIterable<T> filter(Bson filter) {
        return with(query.withFilter(Objects.requireNonNull(filter, "filter")));
    }

    @Override
    public FindIterable<T> sort(Bson sort) {
        return with(query.withSort(Objects.requireNonNull(sort, "sort")));
    }

    @Override
    public FindIterable<T> projection(Bson projection) {
        return with(query.withProjection(Objects.requireNonNull(projection, "projection")));
    }

    @Override
    public FindIterable<T> skip(long skip) {
        return with(query.withSkip(skip));
    }

    @Override
    public FindIterable<T> limit(long limit) {
        return with(query.withLimit(limit));
    }

    @Override
    public FindIterable<T> batchSize(int batchSize) {
        return with(options().withBatchSize(batchSize));
    }

    @Override
    public FindIterable<T> hint(Bson hint) {
        return with(options().withHint(Objects.requireNonNull(hint, "hint")));
    }

    @Override
    public FindIterable<T> collation(Bson collation) {
        return with(options().withCollation(Objects.requireNonNull(collation, "collation")));
    }

    @Override
    public FindIterable<T> comment(String comment) {
        return with(options().withComment(Objects.requireNonNull(comment, "comment")));
    }

    @Override
    public FindIterable<T> maxTime(Duration maxTime) {
        return with(options().withMaxTime(Objects.requireNonNull(maxTime, "maxTime")));
    }

    @Override
    public FindIterable<T> allowDiskUse(boolean allowDiskUse) {
        return with(options().withAllowDiskUse(allowDiskUse));
    }

    @Override
    public String toString() {
        return "find on " + collection;
    }
}
