package io.github.mooring.client;

import io.github.mooring.api.CountOptions;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.operation.Aggregate;
import io.github.mooring.operation.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Counts by an aggregation, since the {@code count} command is wrong on sharded collections and after crashes.
 * Stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD: countDocuments</a>
 */
final class Counts {
    private Counts() {}

    static long exact(ClientSession session, MongoNamespace namespace, Bson filter, CountOptions options) {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(options, "options");
        var pipeline = new Aggregate.Pipeline(
                stages(filter, options),
                0,
                null,
                options.hint(),
                options.collation(),
                null,
                options.comment(),
                options.maxTime());
        var batch = session.execute(new Aggregate<>(
                        namespace.databaseName(), namespace.collectionName(), Codecs.document(), pipeline))
                .documents();
        return batch.isEmpty() ? 0 : batch.get(0).get("n", Number.class).longValue();
    }

    private static List<Bson> stages(Bson filter, CountOptions options) {
        List<Bson> stages = new ArrayList<>();
        stages.add(new Document("$match", Codecs.tree(filter)));
        if (options.skip() > 0) {
            stages.add(new Document("$skip", options.skip()));
        }
        if (options.limit() > 0) {
            stages.add(new Document("$limit", options.limit()));
        }
        stages.add(new Document("$group", new Document("_id", 1).append("n", new Document("$sum", 1))));
        return stages;
    }
}
