package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Updates;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonSymbol;
import org.bson.BsonUndefined;
import org.bson.Document;
import org.bson.types.CodeWithScope;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server refuses, with which code; and that it goes on afterwards. */
@Timeout(300)
class RefusalTest {
    private final DriverSession session = new DriverSession();

    @AfterEach
    void stillServesAndCloses() {
        session.collection().insertOne(new Document());
        session.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "59    | {frobnicate: 1}",
                "59    | {INSERT: 'things', documents: [{}]}",
                "40415 | {find: 'things', fliter: {}}",
                "14    | {find: 'things', filter: 'x'}",
                "51024 | {find: 'things', limit: -1}",
                "238   | {find: 'things', collation: {locale: 'de'}}",
                "2     | {find: 'things', filter: {$nonsense: 1}}",
                "73    | {find: 1}",
                "73    | {find: ''}",
                "73    | {find: 'a$b'}",
                "73    | {find: '.a'}",
                "16    | {insert: 'things', documents: []}",
                "40414 | {insert: 'things'}",
                "14    | {insert: 'things', documents: {}}",
                "73    | {insert: 'system.indexes', documents: [{}]}",
                "40414 | {update: 'things'}",
                "9     | {aggregate: 'things', pipeline: []}",
                "2     | {find: 'things', filter: {a: {$nonsense: 1}}}",
                "2     | {count: 'things', query: {$and: []}}",
                "40324 | {aggregate: 'things', pipeline: [{$nonsense: 1}], cursor: {}}",
                "40323 | {aggregate: 'things', pipeline: [{}], cursor: {}}",
                "40573 | {aggregate: 'things', pipeline: [{$changeStream: {}}], cursor: {}}",
                "73    | {aggregate: 1, pipeline: [], cursor: {}}",
                "9     | {findAndModify: 'things', query: {}}",
                "9     | {findAndModify: 'things', remove: true, update: {$set: {a: 1}}}",
                "238   | {findAndModify: 'things', update: [{$set: {a: 1}}]}",
                "40414 | {distinct: 'things'}",
                "14    | {getMore: 1, collection: 'things'}",
                "26    | {listIndexes: 'nothing'}",
                "238   | {create: 'c', capped: true, size: 1000}",
                "67    | {createIndexes: 'things', indexes: [{key: {}, name: 'x'}]}",
                "238   | {createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a', partialFilterExpression: {b: 1}}]}",
                "13    | {listDatabases: 1}",
                "20    | {insert: 'things', documents: [{}], txnNumber: {$numberLong: '1'}}",
                "2     | {insert: 'things', documents: [{}], writeConcern: {w: 3}}",
                "2     | {find: 'things', maxTimeMS: -1}",
                "322   | {ping: 1, apiVersion: '2'}",
                "13    | {configureFailPoint: 'failCommand', mode: 'off'}",
            })
    void refusesByCode(int code, String command) {
        MongoCommandException failure = catchThrowableOfType(
                MongoCommandException.class, () -> session.database().runCommand(Document.parse(command)));

        assertThat(failure).as(command).isNotNull();
        assertThat(failure.getErrorCode()).as(failure.getMessage()).isEqualTo(code);
        assertThat(failure.getErrorCodeName()).isNotEmpty();
        assertThat(failure.getErrorMessage()).isNotEmpty();
        assertThat(failure.getResponse()).doesNotContainKey("$err");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9   | {q: {}, u: {$frob: {a: 1}}}",
                "9   | {q: {}, u: {a: 1, $set: {b: 1}}}",
                "9   | {q: {}, u: {a: 1}, multi: true}",
                "40  | {q: {}, u: {$set: {a: 1}, $inc: {a: 1}}}",
                "238 | {q: {}, u: [{$set: {a: 1}}]}",
                "238 | {q: {}, u: {$set: {a: 1}}, collation: {locale: 'de'}}",
                "14  | {q: {}, u: {$inc: {text: 1}}}",
                "40415 | {q: {}, u: {$set: {a: 1}}, mluti: true}",
            })
    void refusesUpdateStatementsOneByOne(int code, String statement) {
        session.collection().insertOne(new Document("text", "x"));

        Document reply = session.database()
                .runCommand(new Document("update", "things").append("updates", List.of(Document.parse(statement))));

        assertThat(reply).containsEntry("ok", 1.0).containsEntry("n", 0);
        assertThat(reply.getList("writeErrors", Document.class))
                .singleElement()
                .satisfies(error ->
                        assertThat(error.get("code")).as(error.toJson()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a b", "a$b", "a/b", "a\\b", "a\"b", "a*b", "a<b", "a>b", "a:b", "a|b", "a?b"})
    void refusesDatabaseNames(String name) {
        Document reply = RawClient.exchange(session.server, "{ping: 1, $db: 'admin'}");
        assertThat(reply).containsEntry("ok", 1.0);

        Document refused = RawClient.exchange(
                session.server, new Document("find", "c").append("$db", name).toJson());

        assertThat(refused).containsEntry("code", 73).containsEntry("codeName", "InvalidNamespace");
    }

    @Test
    void refusesALongDatabaseName() {
        String name = "x".repeat(64);

        assertThat(RawClient.exchange(session.server, "{find: 'c', $db: '" + name + "'}"))
                .containsEntry("code", 73);
    }

    @Test
    void refusesTypesThatItCannotHold() {
        List<Object> values = List.of(
                new BsonBinary((byte) 5, new byte[16]),
                new BsonBinary((byte) 0x80, new byte[3]),
                new BsonBinary((byte) 4, new byte[3]),
                new BsonUndefined(),
                new BsonSymbol("s"),
                new BsonDbPointer("a.b", new ObjectId()),
                new CodeWithScope("x", new Document("y", 1)));
        for (Object value : values) {
            MongoCommandException failure = catchThrowableOfType(
                    MongoCommandException.class,
                    () -> session.collection().insertOne(new Document("deep", List.of(new Document("v", value)))));

            assertThat(failure).as(value.toString()).isNotNull();
            assertThat(failure.getErrorCode()).isEqualTo(2);
            assertThat(failure.getErrorMessage()).contains("deep.0.v");
        }
        assertThat(session.collection().countDocuments()).isZero();
    }

    @Test
    void refusesTooDeepNesting() {
        Document deep = new Document();
        for (int i = 0; i < 250; i++) {
            deep = new Document("d", deep);
        }
        Document document = deep;

        MongoCommandException failure = catchThrowableOfType(
                MongoCommandException.class, () -> session.collection().insertOne(document));

        assertThat(failure.getErrorCode()).isEqualTo(15);
    }

    @Test
    void refusesADocumentOverSixteenMegabytes() {
        String big = "x".repeat(16 * 1024 * 1024);

        Document reply = RawClient.exchangeSequence(
                session.server, "{insert: 'things', $db: 'honest'}", new Document("_id", 1).append("big", big));
        assertThat(reply.getList("writeErrors", Document.class))
                .singleElement()
                .satisfies(error -> assertThat(error.get("code")).isEqualTo(10334));

        Document larger = RawClient.exchangeSequence(
                session.server, "{insert: 'things', $db: 'honest'}", new Document("big", big + "x".repeat(20_000)));
        assertThat(larger).containsEntry("code", 10334).containsEntry("codeName", "BSONObjectTooLarge");
    }

    @Test
    void refusesAnArrayAsId() {
        MongoWriteException failure = catchThrowableOfType(
                MongoWriteException.class, () -> session.collection().insertOne(new Document("_id", List.of(1))));

        assertThat(failure.getCode()).isEqualTo(53);
    }

    @Test
    void refusesToChangeAnId() {
        session.collection().insertOne(new Document("_id", 1));

        MongoWriteException failure = catchThrowableOfType(
                MongoWriteException.class,
                () -> session.collection().updateOne(new Document("_id", 1), Updates.set("_id", 2)));

        assertThat(failure.getCode()).isEqualTo(66);
    }
}
