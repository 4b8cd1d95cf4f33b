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
    public String cursorCollection() {
        return namespace.collectionName();
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
    public Retry retry() {
        return Retry.READ;
    }

    @Override
    public void encode(CommandWriter out) {
        query.writeTo(out, namespace, false);
    }

    @Override
    public CursorBatch<T> decode(CommandReply reply) {
        return CursorBatch.read(reply, this, "firstBatch");
    }

    /**
     * What is looked for; immutable. Most finds have a filter and nothing else, so that is all that they need an object for.
     *
     * @param filter which documents
     * @param shape  which of them, in which order, and what of them
     */
    public record Query(Bson filter, Shape shape) {
        /** Checks for null. */
        public Query {
            Objects.requireNonNull(filter, "filter");
            Objects.requireNonNull(shape, "shape");
        }

        /** All documents that match. */
        public static Query of(Bson filter) {
            return new Query(filter, Shape.ALL);
        }

        /** This with another {@code filter}. */
        public Query withFilter(Bson filter) {
            return new Query(filter, shape);
        }

        /** This with another {@code sort}. */
        public Query withSort(Bson sort) {
            return new Query(filter, shape.withSort(sort));
        }

        /** This with another {@code projection}. */
        public Query withProjection(Bson projection) {
            return new Query(filter, shape.withProjection(projection));
        }

        /** This with another {@code skip}. */
        public Query withSkip(long skip) {
            return new Query(filter, shape.withSkip(skip));
        }

        /** This with another {@code limit}. */
        public Query withLimit(long limit) {
            return new Query(filter, shape.withLimit(limit));
        }

        /** This with another {@code noCursorTimeout}. */
        public Query withNoCursorTimeout(boolean noCursorTimeout) {
            return noCursorTimeout == shape.noCursorTimeout
                    ? this
                    : new Query(filter, shape.withNoCursorTimeout(noCursorTimeout));
        }

        /** This with other options. */
        public Query with(ReadOptions options) {
            return options.equals(shape.options) ? this : new Query(filter, shape.with(options));
        }

        /**
         * Writes the command.
         *
         * @param one whether one document is wanted, in one batch, so that the server has no cursor to keep
         */
        void writeTo(CommandWriter out, MongoNamespace namespace, boolean one) {
            out.string("find", namespace.collectionName());
            out.document("filter", filter);
            shape.writeTo(out, one);
        }
    }

    /**
     * Which of the documents that match, in which order, and what of them; immutable.
     *
     * @param sort            in which order, null leaves it to the server
     * @param projection      which fields, null is all
     * @param skip            how many to leave out at the beginning
     * @param limit           how many at most, 0 is all
     * @param noCursorTimeout whether the server shall keep the cursor however long it lies idle
     */
    public record Shape(
            @Nullable Bson sort,
            @Nullable Bson projection,
            long skip,
            long limit,
            boolean noCursorTimeout,
            ReadOptions options) {
        /** All of them, as they are. */
        public static final Shape ALL = new Shape(null, null, 0, 0, false, ReadOptions.DEFAULTS);

        /** Checks the values. */
        public Shape {
            Checks.notNegative("skip", skip);
            Checks.notNegative("limit", limit);
        }

        Shape withSort(Bson sort) {
            return new Shape(sort, projection, skip, limit, noCursorTimeout, options);
        }

        Shape withProjection(Bson projection) {
            return new Shape(sort, projection, skip, limit, noCursorTimeout, options);
        }

        Shape withSkip(long skip) {
            return new Shape(sort, projection, skip, limit, noCursorTimeout, options);
        }

        Shape withLimit(long limit) {
            return new Shape(sort, projection, skip, limit, noCursorTimeout, options);
        }

        Shape withNoCursorTimeout(boolean noCursorTimeout) {
            return new Shape(sort, projection, skip, limit, noCursorTimeout, options);
        }

        Shape with(ReadOptions options) {
            return new Shape(sort, projection, skip, limit, noCursorTimeout, options);
        }

        private void writeTo(CommandWriter out, boolean one) {
            out.document("sort", sort);
            out.document("projection", projection);
            out.int64IfSet("skip", skip);
            out.int64IfSet("limit", one ? 1 : limit);
            out.int64IfSet("batchSize", one ? 0 : firstBatchSize());
            out.boolIfTrue("singleBatch", one);
            out.boolIfTrue("noCursorTimeout", noCursorTimeout && !one);
            options.writeTo(out);
        }

        /**
         * The batch size of the first round trip. A limit that equals it is asked for with one more, so that the server
         * sees that the cursor is exhausted and closes it.
         */
        private long firstBatchSize() {
            int size = options.batchSize();
            return size != 0 && size == limit ? size + 1L : size;
        }
    }
}
