package io.github.mooring.unified;

import io.github.mooring.api.DeleteOptions;
import io.github.mooring.api.DeleteResult;
import io.github.mooring.api.InsertManyOptions;
import io.github.mooring.api.InsertManyResult;
import io.github.mooring.api.InsertOneResult;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.ReplaceOptions;
import io.github.mooring.api.UpdateOptions;
import io.github.mooring.api.UpdateResult;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Operations of a collection that write, and return numbers. Stateless. */
final class CollectionWrites {
    private CollectionWrites() {}

    /** Runs it; null if it is none of these. */
    static @Nullable Result run(String name, MongoCollection<BsonDocument> collection, Arguments arguments) {
        return switch (name) {
            case "insertOne" -> insertOne(collection, arguments);
            case "insertMany" -> insertMany(collection, arguments);
            case "updateOne" -> update(collection, arguments, false);
            case "updateMany" -> update(collection, arguments, true);
            case "replaceOne" -> replace(collection, arguments);
            case "deleteOne" -> delete(collection, arguments, false);
            case "deleteMany" -> delete(collection, arguments, true);
            default -> null;
        };
    }

    private static Result insertOne(MongoCollection<BsonDocument> collection, Arguments arguments) {
        BsonDocument document = arguments.document("document");
        arguments.end();
        InsertOneResult inserted = collection.insertOne(document.clone());
        return Result.of(
                inserted.acknowledged() ? new BsonDocument("insertedId", inserted.insertedId()) : new BsonDocument());
    }

    private static Result insertMany(MongoCollection<BsonDocument> collection, Arguments arguments) {
        List<BsonDocument> documents = arguments.documents("documents");
        InsertManyOptions options = InsertManyOptions.DEFAULTS;
        options = arguments.withFlag(options, "ordered", InsertManyOptions::ordered);
        options = arguments.withFlag(options, "bypassDocumentValidation", InsertManyOptions::bypassDocumentValidation);
        options = arguments.withText(options, "comment", InsertManyOptions::comment);
        arguments.end();
        InsertManyResult inserted = collection.insertMany(documents, options);
        BsonDocument ids = new BsonDocument();
        for (BsonValue id : inserted.insertedIds()) {
            ids.append(String.valueOf(ids.size()), id);
        }
        return Result.of(inserted.acknowledged() ? new BsonDocument("insertedIds", ids) : new BsonDocument());
    }

    private static Result update(MongoCollection<BsonDocument> collection, Arguments arguments, boolean many) {
        BsonDocument filter = arguments.document("filter");
        BsonDocument update = Updates.operators(arguments);
        UpdateOptions options = UpdateOptions.DEFAULTS;
        options = arguments.withFlag(options, "upsert", UpdateOptions::upsert);
        options = arguments.with(options, "arrayFilters", (o, value) -> o.arrayFilters(Updates.documents(value)));
        options = arguments.withFlag(options, "bypassDocumentValidation", UpdateOptions::bypassDocumentValidation);
        options = arguments.withDocument(options, "hint", UpdateOptions::hint);
        options = arguments.withDocument(options, "collation", UpdateOptions::collation);
        options = arguments.withDocument(options, "let", UpdateOptions::let);
        options = arguments.withText(options, "comment", UpdateOptions::comment);
        arguments.end();
        return result(
                many ? collection.updateMany(filter, update, options) : collection.updateOne(filter, update, options));
    }

    private static Result replace(MongoCollection<BsonDocument> collection, Arguments arguments) {
        BsonDocument filter = arguments.document("filter");
        BsonDocument replacement = arguments.document("replacement");
        ReplaceOptions options = ReplaceOptions.DEFAULTS;
        options = arguments.withFlag(options, "upsert", ReplaceOptions::upsert);
        options = arguments.withFlag(options, "bypassDocumentValidation", ReplaceOptions::bypassDocumentValidation);
        options = arguments.withDocument(options, "hint", ReplaceOptions::hint);
        options = arguments.withDocument(options, "collation", ReplaceOptions::collation);
        options = arguments.withDocument(options, "let", ReplaceOptions::let);
        options = arguments.withText(options, "comment", ReplaceOptions::comment);
        arguments.end();
        return result(collection.replaceOne(filter, replacement, options));
    }

    private static Result delete(MongoCollection<BsonDocument> collection, Arguments arguments, boolean many) {
        BsonDocument filter = arguments.document("filter");
        DeleteOptions options = DeleteOptions.DEFAULTS;
        options = arguments.withDocument(options, "hint", DeleteOptions::hint);
        options = arguments.withDocument(options, "collation", DeleteOptions::collation);
        options = arguments.withDocument(options, "let", DeleteOptions::let);
        options = arguments.withText(options, "comment", DeleteOptions::comment);
        arguments.end();
        DeleteResult deleted = many ? collection.deleteMany(filter, options) : collection.deleteOne(filter, options);
        return Result.of(
                deleted.acknowledged()
                        ? new BsonDocument("deletedCount", new BsonInt64(deleted.deletedCount()))
                        : new BsonDocument());
    }

    private static Result result(UpdateResult updated) {
        if (!updated.acknowledged()) {
            return Result.of(new BsonDocument());
        }
        BsonValue id = updated.upsertedId();
        BsonDocument result = new BsonDocument("matchedCount", new BsonInt64(updated.matchedCount()))
                .append("modifiedCount", new BsonInt64(updated.modifiedCount()))
                .append("upsertedCount", new BsonInt64(id == null ? 0 : 1));
        return Result.of(id == null ? result : result.append("upsertedId", id));
    }
}
