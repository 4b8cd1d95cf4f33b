package io.github.mooring.operation;

import io.github.mooring.api.CountOptions;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.wire.RawDocument;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Counts by an aggregation, since the {@code count} command is wrong on sharded collections and after crashes.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD: countDocuments</a>
 */
public record CountDocuments(MongoNamespace namespace, Bson filter, CountOptions options) implements Command<Long> {
    @Override
    public String name() {
        return "aggregate";
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
    public Retry retry() {
        return Retry.READ;
    }

    @Override
    public void encode(CommandWriter out) {
        out.string("aggregate", namespace.collectionName());
        out.documents("pipeline", stages());
        out.start("cursor");
        out.end();
        out.document("hint", options.hint());
        out.document("collation", options.collation());
        out.string("comment", options.comment());
        out.millisIfSet("maxTimeMS", options.maxTime());
    }

    private List<Bson> stages() {
        List<Bson> stages = new ArrayList<>();
        stages.add(new Document("$match", filter));
        if (options.skip() > 0) {
            stages.add(new Document("$skip", options.skip()));
        }
        if (options.limit() > 0) {
            stages.add(new Document("$limit", options.limit()));
        }
        stages.add(new Document("$group", new Document("_id", 1).append("n", new Document("$sum", 1))));
        return stages;
    }

    /** The number; a group of nothing has no document. */
    @Override
    public Long decode(CommandReply reply) {
        RawDocument batch = reply.document("cursor").array("firstBatch");
        if (batch == null) {
            throw reply.missing("cursor.firstBatch");
        }
        if (batch.first() == RawDocument.END) {
            return 0L;
        }
        RawDocument group = batch.documentAt(batch.first());
        if (!group.contains("n")) {
            throw reply.missing("cursor.firstBatch.0.n");
        }
        return group.longValue("n", 0);
    }
}
