package io.github.mooring.unified;

import io.github.mooring.api.MongoDatabase;
import java.util.List;
import java.util.Locale;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Operations of clients and databases. Stateless. */
final class ClientOperations {
    private ClientOperations() {}

    /** Runs an operation of a client; null if it is none of these. */
    static @Nullable Result run(String name, ClientEntity client, Arguments arguments) {
        return switch (name) {
            case "listDatabases" -> {
                arguments.emptyFilter();
                arguments.end();
                yield Result.iterated(documents(client.session().listDatabases()));
            }
            case "listDatabaseNames" -> {
                arguments.emptyFilter();
                arguments.end();
                yield names(client.session().listDatabaseNames());
            }
            case "close" -> {
                arguments.end();
                client.close();
                yield Result.NOTHING;
            }
            default -> null;
        };
    }

    /** Runs an operation of a database; null if it is none of these. */
    static @Nullable Result run(String name, MongoDatabase database, Arguments arguments) {
        return switch (name) {
            case "runCommand" -> runCommand(database, arguments);
            case "aggregate" -> aggregate(database, arguments);
            case "listCollections" -> {
                arguments.emptyFilter();
                arguments.end();
                yield Result.iterated(documents(database.listCollections()));
            }
            case "listCollectionNames" -> {
                arguments.emptyFilter();
                arguments.end();
                yield names(database.listCollectionNames());
            }
            case "createCollection" -> {
                String collection = arguments.text("collection");
                arguments.end();
                database.createCollection(collection);
                yield Result.NOTHING;
            }
            case "dropCollection" -> {
                String collection = arguments.text("collection");
                arguments.end();
                database.getCollection(collection).drop();
                yield Result.NOTHING;
            }
            default -> null;
        };
    }

    private static Result runCommand(MongoDatabase database, Arguments arguments) {
        BsonDocument command = arguments.document("command");
        String name = arguments.text("commandName");
        arguments.end();
        if (!command.getFirstKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
            throw new InvalidCaseException("command " + name + " begins with " + command.getFirstKey());
        }
        return Result.of(database.runCommand(command, BsonDocument.class));
    }

    /** The results of a database's pipeline are of the library's own class. */
    private static Result aggregate(MongoDatabase database, Arguments arguments) {
        List<BsonDocument> pipeline = arguments.documents("pipeline");
        arguments.end();
        return Result.iterated(documents(database.aggregate(pipeline).toList()));
    }

    private static List<BsonDocument> documents(List<Document> documents) {
        return documents.stream().map(Document::toBsonDocument).toList();
    }

    private static Result names(List<String> names) {
        return Result.of(new BsonArray(names.stream().map(BsonString::new).toList()));
    }
}
