package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoDatabase;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** null where none is allowed: refused by the parameter's name before anything is sent. */
class NullInputTest {
    private final ClientFixture client = ClientFixture.open();

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks would pass
    private static <T> T nothing() {
        return null;
    }

    @TestFactory
    List<DynamicTest> nullIsRefusedByName() {
        MongoDatabase database = client.session.getDatabase();
        MongoCollection<Document> notes = client.notes();
        Document any = new Document();
        Document set = doc("{$set: {a: 1}}");
        Map<ThrowingCallable, String> uses = new LinkedHashMap<>();
        uses.put(() -> Mooring.dial((String) nothing()), "connectionString");
        uses.put(() -> Mooring.dial((ClientOptions) nothing()), "options");
        uses.put(() -> client.factory.openSession(nothing(), new char[0]), "userName");
        uses.put(() -> client.factory.openSession("ann", nothing()), "password");
        uses.put(() -> client.session.getDatabase(nothing()), "databaseName");
        uses.put(() -> database.getCollection(nothing()), "collectionName");
        uses.put(() -> database.getCollection("c", nothing()), "documentClass");
        uses.put(() -> database.createCollection(nothing()), "collectionName");
        uses.put(() -> database.runCommand(nothing()), "command");
        uses.put(() -> database.runCommand(any, nothing()), "resultClass");
        uses.put(() -> database.aggregate(nothing()), "pipeline");
        uses.put(() -> notes.insertOne(nothing()), "document");
        uses.put(() -> notes.insertMany(nothing()), "documents");
        uses.put(() -> notes.insertMany(List.of(any), nothing()), "options");
        uses.put(() -> notes.find((Bson) nothing()), "filter");
        uses.put(() -> notes.find().filter(nothing()), "filter");
        uses.put(() -> notes.find().sort(nothing()), "sort");
        uses.put(() -> notes.find().projection(nothing()), "projection");
        uses.put(() -> notes.find().hint(nothing()), "hint");
        uses.put(() -> notes.find().collation(nothing()), "collation");
        uses.put(() -> notes.find().comment(nothing()), "comment");
        uses.put(() -> notes.find().maxTime(nothing()), "maxTime");
        uses.put(() -> notes.find().forEach(nothing()), "action");
        uses.put(() -> notes.countDocuments(nothing()), "filter");
        uses.put(() -> notes.countDocuments(any, nothing()), "options");
        uses.put(() -> notes.updateOne(nothing(), set), "filter");
        uses.put(() -> notes.updateOne(any, nothing()), "update");
        uses.put(() -> notes.updateMany(any, set, nothing()), "options");
        uses.put(() -> notes.replaceOne(nothing(), any), "filter");
        uses.put(() -> notes.replaceOne(any, nothing()), "replacement");
        uses.put(() -> notes.replaceOne(any, any, nothing()), "options");
        uses.put(() -> notes.deleteOne(nothing()), "filter");
        uses.put(() -> notes.deleteMany(any, nothing()), "options");
        uses.put(() -> notes.findOneAndDelete(nothing()), "filter");
        uses.put(() -> notes.findOneAndDelete(any, nothing()), "options");
        uses.put(() -> notes.findOneAndReplace(any, nothing()), "replacement");
        uses.put(() -> notes.findOneAndReplace(any, any, nothing()), "options");
        uses.put(() -> notes.findOneAndUpdate(any, nothing()), "update");
        uses.put(() -> notes.findOneAndUpdate(any, set, nothing()), "options");
        uses.put(() -> notes.aggregate(nothing()), "pipeline");
        uses.put(() -> notes.aggregate(Arrays.asList(any, nothing())), "pipeline[1]");
        uses.put(() -> notes.aggregate(List.of(), nothing()), "resultClass");
        uses.put(() -> notes.distinct(nothing(), any, String.class), "fieldName");
        uses.put(() -> notes.distinct("a", nothing(), String.class), "filter");
        uses.put(() -> notes.distinct("a", any, nothing()), "resultClass");
        return uses.entrySet().stream()
                .map(use -> DynamicTest.dynamicTest(use.getValue(), () -> {
                    assertThatThrownBy(use.getKey())
                            .isInstanceOf(NullPointerException.class)
                            .hasMessage(use.getValue());
                    assertThat(client.factory.statistics().socketsOpened()).isZero();
                }))
                .toList();
    }
}
