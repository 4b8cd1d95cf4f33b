package io.github.mooring.unified;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;

/**
 * What has to be stored before a case, and what has to be stored after it. Stateless but for where.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#collectiondata">
 *     Unified Test Format: collectionData</a>
 */
final class CaseData {
    /** More than any case stores. */
    private static final int ONE_BATCH = 10_000;

    private static final BsonDocument BY_ID = new BsonDocument("_id", new BsonInt32(1));

    private final TestLab lab;
    private final BsonDocument collection;
    private final String database;
    private final String name;

    /** {@code collection} is what the format says of it. */
    CaseData(TestLab lab, BsonDocument collection) {
        this.lab = lab;
        this.collection = collection;
        this.database = collection.getString("databaseName").getValue();
        this.name = collection.getString("collectionName").getValue();
    }

    /** Makes the collection anew. */
    void store() {
        lab.drop(database, name);
        BsonDocument create = command("create");
        create.putAll(collection.getDocument("createOptions", new BsonDocument()));
        run(create);
        BsonArray documents = collection.getArray("documents");
        if (!documents.isEmpty()) {
            run(command("insert").append("documents", documents));
        }
    }

    private BsonDocument command(String command) {
        return new BsonDocument(command, new BsonString(name))
                .append("writeConcern", new BsonDocument("w", new BsonString("majority")));
    }

    private void run(BsonDocument command) {
        Document reply = lab.run(database, command);
        if (reply.containsKey("writeErrors")) {
            throw new AssertionError("the case's data cannot be stored: " + reply.toJson());
        }
    }

    /** Compares what is stored. */
    void check(Matcher matcher) {
        BsonDocument find = new BsonDocument("find", new BsonString(name))
                .append("sort", BY_ID)
                .append("batchSize", new BsonInt32(ONE_BATCH));
        List<BsonDocument> stored = lab.firstBatch(database, find);
        List<BsonValue> expected = collection.getArray("documents").getValues();
        if (stored.size() != expected.size()) {
            throw new AssertionError(database + "." + name + " has " + stored + ", expected " + expected);
        }
        for (int i = 0; i < stored.size(); i++) {
            matcher.check("document " + i + " in " + database + "." + name, expected.get(i), stored.get(i), false);
        }
    }
}
