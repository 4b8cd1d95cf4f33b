package io.github.mooring.operation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.codecs.Decoder;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code aggregate} command.
 *
 * @param collectionName the collection, null for a pipeline on the database itself
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD: aggregate</a>
 */
public record Aggregate<T>(String databaseName, @Nullable String collectionName, Decoder<T> decoder, Pipeline pipeline)
        implements CursorCommand<T> {
    @Override
    public String name() {
        return "aggregate";
    }

    @Override
    public Access access() {
        return pipeline.writes() ? Access.READ_WRITE : Access.READ;
    }

    @Override
    public void encode(CommandWriter out) {
        if (collectionName == null) {
            out.int32("aggregate", 1);
        } else {
            out.string("aggregate", collectionName);
        }
        out.documents("pipeline", pipeline.stages);
        out.start("cursor");
        // a first batch of 0 from a pipeline that writes would put the writing off to a getMore that never comes
        out.int64IfSet("batchSize", pipeline.writes() ? 0 : pipeline.batchSize);
        out.end();
        Boolean allowDiskUse = pipeline.allowDiskUse;
        if (allowDiskUse != null) {
            out.bool("allowDiskUse", allowDiskUse);
        }
        out.document("hint", pipeline.hint);
        out.document("collation", pipeline.collation);
        out.document("let", pipeline.let);
        out.string("comment", pipeline.comment);
        out.millisIfSet("maxTimeMS", pipeline.maxTime);
    }

    @Override
    public CursorBatch<T> decode(CommandReply reply) {
        var writeConcernError = ServerErrors.writeConcernError(reply);
        if (writeConcernError != null) {
            throw writeConcernError;
        }
        return CursorBatch.read(reply, "firstBatch", decoder);
    }

    /**
     * What is computed; immutable.
     *
     * @param stages       the pipeline
     * @param batchSize    how many documents per round trip, 0 leaves it to the server
     * @param allowDiskUse for large stages, null leaves it to the server
     * @param hint         which index, null leaves it to the server
     * @param collation    how strings compare, null is the collection's own way
     * @param let          variables, null is none
     * @param comment      for the server's log, null is none
     * @param maxTime      how long the server may take, zero is no limit
     */
    public record Pipeline(
            List<? extends Bson> stages,
            int batchSize,
            @Nullable Boolean allowDiskUse,
            @Nullable Bson hint,
            @Nullable Bson collation,
            @Nullable Bson let,
            @Nullable String comment,
            Duration maxTime) {
        /** Checks the values and copies the list. */
        public Pipeline {
            Objects.requireNonNull(stages, "pipeline");
            for (int i = 0; i < stages.size(); i++) {
                Objects.requireNonNull(stages.get(i), "pipeline[" + i + "]");
            }
            stages = List.copyOf(stages);
            Checks.notNegative("batchSize", batchSize);
            Checks.notNegative("maxTime", maxTime);
        }

        /** A pipeline without options. */
        public static Pipeline of(List<? extends Bson> stages) {
            return new Pipeline(stages, 0, null, null, null, null, null, Duration.ZERO);
        }

        /** This with another {@code batchSize}. */
        public Pipeline withBatchSize(int batchSize) {
            return new Pipeline(stages, batchSize, allowDiskUse, hint, collation, let, comment, maxTime);
        }

        /** This with another {@code allowDiskUse}. */
        public Pipeline withAllowDiskUse(boolean allowDiskUse) {
            return new Pipeline(stages, batchSize, allowDiskUse, hint, collation, let, comment, maxTime);
        }

        /** This with another {@code hint}. */
        public Pipeline withHint(Bson hint) {
            return new Pipeline(stages, batchSize, allowDiskUse, hint, collation, let, comment, maxTime);
        }

        /** This with another {@code collation}. */
        public Pipeline withCollation(Bson collation) {
            return new Pipeline(stages, batchSize, allowDiskUse, hint, collation, let, comment, maxTime);
        }

        /** This with another {@code let}. */
        public Pipeline withLet(Bson let) {
            return new Pipeline(stages, batchSize, allowDiskUse, hint, collation, let, comment, maxTime);
        }

        /** This with another {@code comment}. */
        public Pipeline withComment(String comment) {
            return new Pipeline(stages, batchSize, allowDiskUse, hint, collation, let, comment, maxTime);
        }

        /** This with another {@code maxTime}. */
        public Pipeline withMaxTime(Duration maxTime) {
            return new Pipeline(stages, batchSize, allowDiskUse, hint, collation, let, comment, maxTime);
        }

        /** Whether it stores its results, by {@code $out} or {@code $merge} at its end. */
        public boolean writes() {
            if (stages.isEmpty()) {
                return false;
            }
            String last = FirstKey.of(stages.get(stages.size() - 1));
            return "$out".equals(last) || "$merge".equals(last);
        }
    }
}
