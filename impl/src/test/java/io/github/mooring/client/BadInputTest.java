package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoException;
import io.github.mooring.operation.Codecs;
import io.github.mooring.testkit.server.RecordedRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocumentWrapper;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a caller may give by mistake: refused by name before anything is sent, and without harm to what follows. */
class BadInputTest {
    private final ClientFixture client = ClientFixture.open();

    /** Looks like a replacement and would be an update. */
    public record Disguised(@BsonProperty("$set") Document change) {}

    /** An update as a record. */
    public record Change(@BsonProperty("$set") Document fields) {}

    public record Plain(int a) {}

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    private void refused(ThrowingCallable use, Class<? extends Throwable> type, String text) {
        client.server.forgetRequests();

        assertThatThrownBy(use).isInstanceOf(type).hasMessageContaining(text);

        assertNothingWasSent();
        client.assertStillWorks();
        assertThat(client.notes().countDocuments(new Document())).isZero();
    }

    /** But for what connections say when they are made. */
    private void assertNothingWasSent() {
        assertThat(client.server.requests())
                .extracting(RecordedRequest::commandName)
                .isSubsetOf("isMaster", "hello");
    }

    private static Document nested(int levels) {
        Document innermost = new Document();
        Document document = innermost;
        for (int i = 1; i < levels; i++) {
            document = new Document("d", document);
        }
        return document;
    }

    private static Document circular() {
        Document document = new Document();
        document.put("self", document);
        return document;
    }

    @TestFactory
    List<DynamicTest> namesThatTheServerWouldRefuse() {
        Map<ThrowingCallable, String> uses = new LinkedHashMap<>();
        uses.put(() -> client.session.getDatabase(""), "database name is empty");
        uses.put(() -> client.session.getDatabase("a b"), "database name 'a b' has a blank at index 1");
        uses.put(() -> client.session.getDatabase("a\0b"), "database name 'a\\0b' has NUL at index 1");
        uses.put(() -> client.session.getDatabase("x".repeat(64)), "has 64 bytes, allowed is at most 63");
        var database = client.session.getDatabase();
        uses.put(() -> database.getCollection(""), "collection name is empty");
        uses.put(() -> database.getCollection(".a"), "collection name '.a' starts with a dot");
        uses.put(() -> database.getCollection("a$b"), "collection name 'a$b' has $ at index 1");
        uses.put(() -> database.getCollection("a\0b"), "collection name 'a\\0b' has NUL at index 1");
        uses.put(() -> database.createCollection("c".repeat(300)), "has 304 bytes, allowed is at most 255");
        return uses.entrySet().stream()
                .map(use -> DynamicTest.dynamicTest(
                        use.getValue(), () -> refused(use.getKey(), IllegalArgumentException.class, use.getValue())))
                .toList();
    }

    @TestFactory
    List<DynamicTest> documentsThatCannotBeSent() {
        Map<String, Document> documents = new LinkedHashMap<>();
        documents.put("contains NUL at index 1", new Document("a\0b", 1));
        documents.put("nested deeper than 200 levels; does it contain itself?", nested(201));
        documents.put("(at field 'self.self.self", circular());
        documents.put(
                "document is larger than 16777216 bytes: at least",
                new Document("b", new Binary(new byte[16_777_216])));
        documents.put("java.lang.Thread", new Document("a", Thread.currentThread()));
        documents.put("unpaired surrogate at index 1", new Document("a", "x\ud800"));
        return documents.entrySet().stream()
                .map(bad -> DynamicTest.dynamicTest(
                        bad.getKey(),
                        () -> refused(
                                () -> client.notes().insertOne(bad.getValue()),
                                MongoDocumentException.class,
                                bad.getKey())))
                .toList();
    }

    @TestFactory
    List<DynamicTest> aDocumentThatContainsItselfIsRefusedWhereverItStands() {
        MongoCollection<Document> notes = client.notes();
        Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
        uses.put("filter", () -> notes.find(circular()).first());
        uses.put("wrapped filter", () -> notes.find(circular().toBsonDocument()).first());
        uses.put("count", () -> notes.countDocuments(circular()));
        uses.put("update", () -> notes.updateOne(new Document(), new Document("$set", circular())));
        uses.put("replacement", () -> notes.replaceOne(new Document(), circular()));
        uses.put("findOneAndUpdate", () -> notes.findOneAndUpdate(new Document(), new Document("$set", circular())));
        uses.put("delete", () -> notes.deleteMany(circular()));
        uses.put("distinct", () -> notes.distinct("a", circular(), String.class));
        uses.put(
                "stage",
                () -> notes.aggregate(List.of(new Document("$match", circular())))
                        .toList());
        uses.put("command", () -> client.session.getDatabase().runCommand(new Document("ping", circular())));
        return uses.entrySet().stream()
                .map(use -> DynamicTest.dynamicTest(use.getKey(), () -> {
                    client.server.forgetRequests();
                    Throwable thrown = catchThrowable(use.getValue());
                    assertThat(thrown).isInstanceOf(MongoDocumentException.class);
                    assertThat(((MongoException) thrown).bytesSent()).isFalse();
                    assertNothingWasSent();
                    client.assertStillWorks();
                }))
                .toList();
    }

    @Test
    void aDocumentJustBelowTheGreatestSizeIsStored() {
        Document large = new Document("_id", 1).append("b", new Binary(new byte[16_777_216 - 40]));

        client.notes().insertOne(large);

        assertThat(client.notes().find(doc("{_id: 1}")).first()).isEqualTo(large);
    }

    @TestFactory
    List<DynamicTest> updatesThatAreNone() {
        MongoCollection<Document> notes = client.notes();
        String none = "update begins with 'a', which is not an operator such as $set; to replace the document use"
                + " replaceOne";
        Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
        uses.put("updateOne", () -> notes.updateOne(doc("{}"), doc("{a: 1}")));
        uses.put("updateMany", () -> notes.updateMany(doc("{}"), doc("{a: 1}")));
        uses.put("findOneAndUpdate", () -> notes.findOneAndUpdate(doc("{}"), doc("{a: 1}")));
        uses.put(
                "a record",
                () -> notes.updateOne(doc("{}"), new BsonDocumentWrapper<>(new Plain(1), Codecs.of(Plain.class))));
        return uses.entrySet().stream()
                .map(use -> DynamicTest.dynamicTest(
                        use.getKey(), () -> refused(use.getValue(), IllegalArgumentException.class, none)))
                .toList();
    }

    @Test
    void anEmptyUpdateIsRefused() {
        String text = "update is empty; give at least one operator, such as $set";
        refused(() -> client.notes().updateOne(doc("{}"), doc("{}")), IllegalArgumentException.class, text);
        refused(() -> client.notes().updateMany(doc("{}"), doc("{}")), IllegalArgumentException.class, text);
    }

    @Test
    void anUpdateMayBeARecord() {
        client.notes().insertOne(doc("{_id: 1}"));

        client.notes()
                .updateOne(
                        doc("{_id: 1}"), new BsonDocumentWrapper<>(new Change(doc("{a: 1}")), Codecs.of(Change.class)));

        assertThat(client.notes().find().first()).isEqualTo(doc("{_id: 1, a: 1}"));
        client.notes().deleteMany(new Document());
    }

    @Test
    void aReplacementThatWouldBeCarriedOutAsAnUpdateIsRefused() {
        String text =
                "replacement begins with '$set', which is an operator; to change a document by operators use updateOne";
        Document operator = doc("{$set: {a: 1}}");
        Disguised disguised = new Disguised(doc("{a: 1}"));

        refused(() -> client.notes().replaceOne(doc("{}"), operator), IllegalArgumentException.class, text);
        refused(() -> client.notes().findOneAndReplace(doc("{}"), operator), IllegalArgumentException.class, text);
        refused(
                () -> client.notes(Disguised.class).replaceOne(doc("{}"), disguised),
                IllegalArgumentException.class,
                text);
        refused(
                () -> client.notes(Disguised.class).findOneAndReplace(doc("{}"), disguised),
                IllegalArgumentException.class,
                text);
    }

    @Test
    void commandsWithoutANameOrWithADatabaseOfTheirOwnAreRefused() {
        refused(
                () -> client.session.getDatabase().runCommand(doc("{}")),
                IllegalArgumentException.class,
                "command is empty; its first key has to be the command's name");
        refused(
                () -> client.session.getDatabase().runCommand(doc("{ping: 1, $db: 'x'}")),
                IllegalArgumentException.class,
                "command brings a $db of its own; choose the database with getDatabase");
    }

    @Test
    void negativeNumbersAreRefusedByName() {
        refused(
                () -> client.notes().find().skip(-1),
                IllegalArgumentException.class,
                "skip is -1, allowed is 0 or more");
        refused(() -> client.notes().find().limit(-1), IllegalArgumentException.class, "limit is -1, allowed is");
        refused(() -> client.notes().find().batchSize(-1), IllegalArgumentException.class, "batchSize is -1, allowed");
    }
}
