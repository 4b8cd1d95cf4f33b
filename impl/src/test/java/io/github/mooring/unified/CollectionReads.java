package io.github.mooring.unified;

import io.github.mooring.api.AggregateIterable;
import io.github.mooring.api.CountOptions;
import io.github.mooring.api.FindIterable;
import io.github.mooring.api.MongoCollection;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Operations of a collection that only read. Stateless. */
final class CollectionReads {
    private CollectionReads() {}

    /** Runs it; null if it is none of these. */
    static @Nullable Result run(String name, MongoCollection<BsonDocument> collection, Arguments arguments) {
        return switch (name) {
            case "find" -> Result.iterated(find(collection, arguments).toList());
            case "findOne" -> Result.of(find(collection, arguments).first());
            case "createFindCursor" ->
                Result.entity(new CursorEntity(find(collection, arguments).cursor()));
            case "aggregate" -> aggregate(collection, arguments);
            case "countDocuments" -> count(collection, arguments);
            case "estimatedDocumentCount" -> estimate(collection, arguments);
            case "distinct" -> distinct(collection, arguments);
            default -> null;
        };
    }

    private static FindIterable<BsonDocument> find(MongoCollection<BsonDocument> collection, Arguments arguments) {
        FindIterable<BsonDocument> query = collection.find(arguments.document("filter"));
        query = arguments.withDocument(query, "sort", FindIterable::sort);
        query = arguments.withDocument(query, "projection", FindIterable::projection);
        query = arguments.withDocument(query, "hint", FindIterable::hint);
        query = arguments.withDocument(query, "collation", FindIterable::collation);
        query = arguments.withText(query, "comment", FindIterable::comment);
        query = arguments.withNumber(query, "skip", FindIterable::skip);
        query = arguments.withNumber(query, "limit", FindIterable::limit);
        query = arguments.withNumber(query, "batchSize", FindIterable::batchSize);
        query = arguments.withMillis(query, "maxTimeMS", FindIterable::maxTime);
        query = arguments.withFlag(query, "allowDiskUse", FindIterable::allowDiskUse);
        arguments.end();
        return query;
    }

    private static Result aggregate(MongoCollection<BsonDocument> collection, Arguments arguments) {
        return aggregate(collection.aggregate(arguments.documents("pipeline")), arguments);
    }

    /** What a pipeline gives, be it a collection's or a database's. */
    static Result aggregate(AggregateIterable<BsonDocument> pipeline, Arguments arguments) {
        AggregateIterable<BsonDocument> query = pipeline;
        query = arguments.withDocument(query, "hint", AggregateIterable::hint);
        query = arguments.withDocument(query, "collation", AggregateIterable::collation);
        query = arguments.withDocument(query, "let", AggregateIterable::let);
        query = arguments.withText(query, "comment", AggregateIterable::comment);
        query = arguments.withNumber(query, "batchSize", AggregateIterable::batchSize);
        query = arguments.withMillis(query, "maxTimeMS", AggregateIterable::maxTime);
        query = arguments.withFlag(query, "allowDiskUse", AggregateIterable::allowDiskUse);
        arguments.end();
        return Result.iterated(query.toList());
    }

    private static Result count(MongoCollection<BsonDocument> collection, Arguments arguments) {
        BsonDocument filter = arguments.document("filter");
        CountOptions options = CountOptions.DEFAULTS;
        options = arguments.withNumber(options, "skip", CountOptions::skip);
        options = arguments.withNumber(options, "limit", CountOptions::limit);
        options = arguments.withDocument(options, "hint", CountOptions::hint);
        options = arguments.withDocument(options, "collation", CountOptions::collation);
        options = arguments.withText(options, "comment", CountOptions::comment);
        options = arguments.withMillis(options, "maxTimeMS", CountOptions::maxTime);
        arguments.end();
        return Result.of(new BsonInt64(collection.countDocuments(filter, options)));
    }

    private static Result estimate(MongoCollection<BsonDocument> collection, Arguments arguments) {
        arguments.end();
        return Result.of(new BsonInt64(collection.estimatedDocumentCount()));
    }

    private static Result distinct(MongoCollection<BsonDocument> collection, Arguments arguments) {
        String field = arguments.text("fieldName");
        BsonDocument filter = arguments.document("filter");
        arguments.end();
        List<BsonValue> values = new ArrayList<>(collection.distinct(field, filter, BsonValue.class));
        return Result.of(new BsonArray(values));
    }
}
