package io.github.mooring.unified;

import io.github.mooring.api.FindOneAndDeleteOptions;
import io.github.mooring.api.FindOneAndReplaceOptions;
import io.github.mooring.api.FindOneAndUpdateOptions;
import io.github.mooring.api.MongoCollection;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Operations of a collection that change a document and return it. Stateless. */
final class CollectionFindAndModify {
    private CollectionFindAndModify() {}

    /** Runs it; null if it is none of these. */
    static @Nullable Result run(String name, MongoCollection<BsonDocument> collection, Arguments arguments) {
        return switch (name) {
            case "findOneAndUpdate" -> update(collection, arguments);
            case "findOneAndReplace" -> replace(collection, arguments);
            case "findOneAndDelete" -> delete(collection, arguments);
            default -> null;
        };
    }

    private static Result update(MongoCollection<BsonDocument> collection, Arguments arguments) {
        BsonDocument filter = arguments.document("filter");
        BsonDocument update = Updates.operators(arguments);
        FindOneAndUpdateOptions options = FindOneAndUpdateOptions.DEFAULTS;
        options = arguments.withText(options, "returnDocument", (o, name) -> o.returnDocument(Updates.returned(name)));
        options = arguments.withFlag(options, "upsert", FindOneAndUpdateOptions::upsert);
        options = arguments.with(options, "arrayFilters", (o, value) -> o.arrayFilters(Updates.documents(value)));
        options = arguments.withDocument(options, "sort", FindOneAndUpdateOptions::sort);
        options = arguments.withDocument(options, "projection", FindOneAndUpdateOptions::projection);
        options = arguments.withDocument(options, "hint", FindOneAndUpdateOptions::hint);
        options = arguments.withDocument(options, "collation", FindOneAndUpdateOptions::collation);
        options = arguments.withDocument(options, "let", FindOneAndUpdateOptions::let);
        options = arguments.withText(options, "comment", FindOneAndUpdateOptions::comment);
        options = arguments.withMillis(options, "maxTimeMS", FindOneAndUpdateOptions::maxTime);
        arguments.end();
        return Result.of(collection.findOneAndUpdate(filter, update, options));
    }

    private static Result replace(MongoCollection<BsonDocument> collection, Arguments arguments) {
        BsonDocument filter = arguments.document("filter");
        BsonDocument replacement = arguments.document("replacement");
        FindOneAndReplaceOptions options = FindOneAndReplaceOptions.DEFAULTS;
        options = arguments.withText(options, "returnDocument", (o, name) -> o.returnDocument(Updates.returned(name)));
        options = arguments.withFlag(options, "upsert", FindOneAndReplaceOptions::upsert);
        options = arguments.withDocument(options, "sort", FindOneAndReplaceOptions::sort);
        options = arguments.withDocument(options, "projection", FindOneAndReplaceOptions::projection);
        options = arguments.withDocument(options, "hint", FindOneAndReplaceOptions::hint);
        options = arguments.withDocument(options, "collation", FindOneAndReplaceOptions::collation);
        options = arguments.withDocument(options, "let", FindOneAndReplaceOptions::let);
        options = arguments.withText(options, "comment", FindOneAndReplaceOptions::comment);
        options = arguments.withMillis(options, "maxTimeMS", FindOneAndReplaceOptions::maxTime);
        arguments.end();
        return Result.of(collection.findOneAndReplace(filter, replacement, options));
    }

    private static Result delete(MongoCollection<BsonDocument> collection, Arguments arguments) {
        BsonDocument filter = arguments.document("filter");
        FindOneAndDeleteOptions options = FindOneAndDeleteOptions.DEFAULTS;
        options = arguments.withDocument(options, "sort", FindOneAndDeleteOptions::sort);
        options = arguments.withDocument(options, "projection", FindOneAndDeleteOptions::projection);
        options = arguments.withDocument(options, "hint", FindOneAndDeleteOptions::hint);
        options = arguments.withDocument(options, "collation", FindOneAndDeleteOptions::collation);
        options = arguments.withDocument(options, "let", FindOneAndDeleteOptions::let);
        options = arguments.withText(options, "comment", FindOneAndDeleteOptions::comment);
        options = arguments.withMillis(options, "maxTimeMS", FindOneAndDeleteOptions::maxTime);
        arguments.end();
        return Result.of(collection.findOneAndDelete(filter, options));
    }
}
