package io.github.mooring.operation;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
    public String cursorCollection() {
        return collectionName == null ? "$cmd.aggregate" : collectionName;
    }

    @Override
    public Access access() {
        return pipeline.writes() ? Access.READ_WRITE : Access.READ;
    }

    @Override
    public Retry retry() {
        return pipeline.writes() ? Retry.NEVER : Retry.READ;
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
        out.int64IfSet("batchSize", pipeline.writes() ? 0 : pipeline.options.batchSize());
        out.end();
        out.document("let", pipeline.let);
        if (pipeline.writes()) {
            out.bypassDocumentValidation(false);
        }
        pipeline.options.writeTo(out);
    }

    @Override
    public CursorBatch<T> decode(CommandReply reply) {
        var writeConcernError = ServerErrors.writeConcernError(reply);
        if (writeConcernError != null) {
            throw writeConcernError;
        }
        return CursorBatch.read(reply, this, "firstBatch");
    }

    /**
     * What is computed; immutable.
     *
     * @param stages the pipeline
     * @param let    variables, null is none
     */
    public record Pipeline(
            List<? extends Bson> stages, @Nullable Bson let, ReadOptions options) {
        /** Checks the values and copies the list. */
        public Pipeline {
            Objects.requireNonNull(stages, "pipeline");
            for (int i = 0; i < stages.size(); i++) {
                Objects.requireNonNull(stages.get(i), "pipeline[" + i + "]");
            }
            stages = List.copyOf(stages);
        }

        /** A pipeline without options. */
        public static Pipeline of(List<? extends Bson> stages) {
            return new Pipeline(stages, null, ReadOptions.DEFAULTS);
        }

        /** This with other variables. */
        public Pipeline withLet(Bson let) {
            return new Pipeline(stages, let, options);
        }

        /** This with other options. */
        public Pipeline with(ReadOptions options) {
            return new Pipeline(stages, let, options);
        }

        /** The names of its stages; those that cannot be told are left out. */
        public List<String> stageNames() {
            return stages.stream()
                    .map(stage -> FirstKey.of(stage))
                    .flatMap(Stream::ofNullable)
                    .toList();
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
