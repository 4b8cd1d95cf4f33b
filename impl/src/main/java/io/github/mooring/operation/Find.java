package io.github.mooring.operation;

import io.github.mooring.api.MongoNamespace;
import java.util.Objects;
import org.bson.codecs.Decoder;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code find} command.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/find_getmore_killcursors_commands/find_getmore_killcursors_commands.md">
 *     find, getMore and killCursors commands</a>
 */
public record Find<T>(MongoNamespace namespace, Decoder<T> decoder, Query query) implements CursorCommand<T> {
    @Override
    public String name() {
        return "find";
    }

    @Override
    public String databaseName() {
        return namespace.databaseName();
    }

    @Override
    public Access access() {
        return Access.READ;
    }

    @Override
    public boolean mayShare() {
        return true;
    }

    @Override
    public void encode(CommandWriter out) {
        out.string("find", namespace.collectionName());
        out.document("filter", query.filter);
        out.document("sort", query.sort);
        out.document("projection", query.projection);
        out.int64IfSet("skip", query.skip);
        out.int64IfSet("limit", query.limit);
        out.int64IfSet("batchSize", query.firstBatchSize());
        out.boolIfTrue("singleBatch", query.singleBatch);
        out.boolIfTrue("noCursorTimeout", query.noCursorTimeout);
        query.options.writeTo(out);
    }

    @Override
    public CursorBatch<T> decode(CommandReply reply) {
        return CursorBatch.read(reply, "firstBatch", decoder);
    }

    /**
     * What is looked for; immutable.
     *
     * @param filter      which documents
     * @param sort        in which order, null leaves it to the server
     * @param projection  which fields, null is all
     * @param skip        how many to leave out at the beginning
     * @param limit       how many at most, 0 is all
     * @param singleBatch whether the server shall close the cursor after the first batch
     * @param noCursorTimeout whether the server shall keep the cursor however long it lies idle
     */
    public record Query(
            Bson filter,
            @Nullable Bson sort,
            @Nullable Bson projection,
            long skip,
            long limit,
            boolean singleBatch,
            boolean noCursorTimeout,
            ReadOptions options) {
        /** Checks the values. */
        public Query {
            Objects.requireNonNull(filter, "filter");
            Checks.notNegative("skip", skip);
            Checks.notNegative("limit", limit);
        }

        /** All documents that match. */
        public static Query of(Bson filter) {
            return new Query(filter, null, null, 0, 0, false, false, ReadOptions.DEFAULTS);
        }

        /** One document, in one batch, so that the server has no cursor to keep. */
        public Query firstOnly() {
            return new Query(filter, sort, projection, skip, 1, true, false, options.withBatchSize(0));
        }

        /** This with another {@code filter}. */
        public Query withFilter(Bson filter) {
            return new Query(filter, sort, projection, skip, limit, singleBatch, noCursorTimeout, options);
        }

        /** This with another {@code sort}. */
        public Query withSort(Bson sort) {
            return new Query(filter, sort, projection, skip, limit, singleBatch, noCursorTimeout, options);
        }

        /** This with another {@code projection}. */
        public Query withProjection(Bson projection) {
            return new Query(filter, sort, projection, skip, limit, singleBatch, noCursorTimeout, options);
        }

        /** This with another {@code skip}. */
        public Query withSkip(long skip) {
            return new Query(filter, sort, projection, skip, limit, singleBatch, noCursorTimeout, options);
        }

        /** This with another {@code limit}. */
        public Query withLimit(long limit) {
            return new Query(filter, sort, projection, skip, limit, singleBatch, noCursorTimeout, options);
        }

        /** This with another {@code noCursorTimeout}. */
        public Query withNoCursorTimeout(boolean noCursorTimeout) {
            return new Query(filter, sort, projection, skip, limit, singleBatch, noCursorTimeout, options);
        }

        /** This with other options. */
        public Query with(ReadOptions options) {
            return new Query(filter, sort, projection, skip, limit, singleBatch, noCursorTimeout, options);
        }

        /**
         * The batch size of the first round trip. A limit that equals it is asked for with one more, so that the server
         * sees that the cursor is exhausted and closes it.
         */
        long firstBatchSize() {
            int size = options.batchSize();
            return size != 0 && size == limit ? size + 1L : size;
        }
    }
}
