package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.FindOneAndReplaceOptions;
import io.github.mooring.api.InsertManyOptions;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a session can be set to, and that it reaches the wire, or the wait, of this session and of no other. */
class SessionKnobsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("M40 M41 F24 setTimeout() limits the operations of this session and of no other")
    void theTimeoutIsTheSessionsOwn() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            assertThat(client.session.timeout()).isEqualTo(Duration.ofMinutes(1));
            MongoSession hasty = client.session.copy();
            hasty.setTimeout(Duration.ofSeconds(2));
            assertThat(hasty.ping()).isPositive();
            client.server.failCommand(FailCommand.on("ping").block(LONG).build());
            Future<Duration> patient = threads.submit(client.session::ping);
            assertThat(client.server.awaitCommand("ping", 2, ClientFixture.PATIENCE))
                    .isTrue();

            assertThatThrownBy(hasty::ping)
                    .isInstanceOf(MongoOperationTimeoutException.class)
                    .hasMessageContaining("(deadline of 2000 ms, passed after ");

            assertThat(patient.isDone()).isFalse();
            client.server.dropConnections();
            assertThatThrownBy(() -> patient.get(40, TimeUnit.SECONDS)).isNotNull();
            client.server.clearFailPoint();
            hasty.setTimeout(Duration.ZERO);
            assertThat(hasty.ping()).isPositive();
            hasty.close();
        }
    }

    @Test
    @DisplayName("M43 setWaitQueueTimeout() ends the wait of this session for a connection")
    void theWaitQueueTimeoutIsTheSessionsOwn() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1&connectionSharing=never")) {
            client.server.failCommand(
                    FailCommand.on("ping").times(1).block(LONG).build());
            Future<Duration> holder = threads.submit(client.session::ping);
            assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();
            MongoSession hasty = client.session.copy();
            hasty.setWaitQueueTimeout(Duration.ofMillis(50));

            assertThatThrownBy(hasty::ping)
                    .isInstanceOf(MongoWaitQueueTimeoutException.class)
                    .hasMessageContaining("no resource came free within ")
                    .hasMessageContaining("ended by waitQueueTimeout")
                    .hasMessageEndingWith("; the session gave it 50 ms");

            hasty.close();
            client.server.dropConnections();
            assertThatThrownBy(() -> holder.get(40, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    @DisplayName("M43 setWaitQueueTimeout() may allow a longer wait than waitQueueTimeoutMS, or any")
    void theWaitQueueTimeoutCanBeLengthened() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1&connectionSharing=never&waitQueueTimeoutMS=50")) {
            client.server.failCommand(
                    FailCommand.on("ping").times(1).block(LONG).build());
            Future<Duration> holder = threads.submit(client.session::ping);
            assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();
            MongoSession patient = client.session.copy();
            MongoSession endless = client.session.copy();
            patient.setWaitQueueTimeout(LONG);
            endless.setWaitQueueTimeout(Duration.ZERO);
            assertThat(patient.waitQueueTimeout()).isEqualTo(LONG);
            List<Future<Duration>> waits = List.of(threads.submit(patient::ping), threads.submit(endless::ping));

            assertThatThrownBy(client.session::ping)
                    .as("a session as it is configured")
                    .isInstanceOf(MongoWaitQueueTimeoutException.class)
                    .hasMessageContaining("ended by waitQueueTimeout");

            Eventually.isTrue("both wait", () -> client.factory.statistics().callersWaiting() == 2);
            client.server.dropConnections();
            assertThatThrownBy(() -> holder.get(40, TimeUnit.SECONDS)).isNotNull();
            for (Future<Duration> wait : waits) {
                assertThat(wait.get(40, TimeUnit.SECONDS)).isPositive();
            }
            patient.close();
            endless.close();
        }
    }

    @Test
    @DisplayName("M43 the operation's timeout ends the wait however long a session would wait for a connection")
    void aLongerWaitIsStillWithinTheTimeout() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1&connectionSharing=never&waitQueueTimeoutMS=50")) {
            client.server.failCommand(
                    FailCommand.on("ping").times(1).block(LONG).build());
            Future<Duration> holder = threads.submit(client.session::ping);
            assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();
            try (MongoSession patient = client.session.copy()) {
                patient.setWaitQueueTimeout(LONG);
                patient.setTimeout(Duration.ofMillis(150));

                assertThatThrownBy(patient::ping)
                        .isInstanceOf(MongoWaitQueueTimeoutException.class)
                        .hasMessageContaining("ended by the operation's deadline")
                        .hasMessageNotContaining("the session gave it");
            }
            client.server.dropConnections();
            assertThatThrownBy(() -> holder.get(40, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    @DisplayName("F42 a value that makes no sense is refused, and leaves the session usable and as it was")
    void wrongValuesAreRefused() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            assertThatThrownBy(() -> client.session.setTimeout(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout is PT-0.001S, allowed is 0 (no limit) to 2147483647 ms");
            assertThatThrownBy(() -> client.session.setTimeout(Duration.ofDays(25)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.session.setWaitQueueTimeout(Duration.ofMillis(-1)))
                    .hasMessage("waitQueueTimeout is PT-0.001S, allowed is 0 (no limit) to 2147483647 ms");
            assertThatThrownBy(() -> client.session.setBatchSize(-1))
                    .hasMessage("batchSize is -1, allowed is 0 or more");

            assertThat(client.session.timeout()).isEqualTo(Duration.ofMinutes(1));
            assertThat(client.session.batchSize()).isZero();
            client.assertStillWorks();
        }
    }

    @Test
    @DisplayName("M44 noCursorTimeout goes with queries made afterwards, where there is a cursor at all")
    void noCursorTimeoutReachesTheWire() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            var before = client.notes().find();
            client.session.setNoCursorTimeout(true);
            before.toList();
            assertThat(client.sent("find")).doesNotContainKey("noCursorTimeout");

            client.notes().find().toList();
            assertThat(client.sent("find")).containsEntry("noCursorTimeout", BsonBoolean.TRUE);

            client.notes().find().first();
            assertThat(client.sent("find")).doesNotContainKey("noCursorTimeout");
            assertThat(client.session.noCursorTimeout()).isTrue();
        }
    }

    @Test
    @DisplayName("M45 M90 the batch size of the session is that of queries made afterwards, unless they say otherwise")
    void theBatchSizeReachesTheWire() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.storeNumbered(9);
            var before = client.notes().find();
            client.session.setBatchSize(2);

            before.toList();
            assertThat(client.sent("find")).doesNotContainKey("batchSize");
            try (MongoCursor<Document> cursor = client.notes().find().cursor()) {
                assertThat(client.sent("find")).containsEntry("batchSize", new BsonInt64(2));
                assertThat(cursor.available()).isEqualTo(2);
                cursor.forEachRemaining(each -> {});
                assertThat(client.sent("getMore")).containsEntry("batchSize", new BsonInt64(2));
            }
            client.notes().find().batchSize(3).toList();
            assertThat(client.sent("find")).containsEntry("batchSize", new BsonInt64(3));
            client.notes().aggregate(List.of()).toList();
            assertThat(client.sent("aggregate").getDocument("cursor"))
                    .isEqualTo(BsonDocument.parse("{batchSize: {$numberLong: '2'}}"));
            client.session.getDatabase().aggregate(List.of());
            assertThat(client.notes().find().first()).isNotNull();
            assertThat(client.sent("find"))
                    .containsEntry("singleBatch", BsonBoolean.TRUE)
                    .doesNotContainKey("batchSize");
        }
    }

    @TestFactory
    @DisplayName("M46 bypassDocumentValidation goes with every write that can have it")
    List<DynamicTest> bypassReachesTheWire() {
        Document set = doc("{$set: {a: 1}}");
        Map<String, Consumer<MongoCollection<Document>>> writes = new LinkedHashMap<>();
        writes.put("insert one", notes -> notes.insertOne(new Document()));
        writes.put("insert many", notes -> notes.insertMany(List.of(new Document())));
        writes.put("update one", notes -> notes.updateOne(new Document(), set));
        writes.put("update many", notes -> notes.updateMany(new Document(), set));
        writes.put("update by replacement", notes -> notes.replaceOne(new Document(), new Document()));
        writes.put("findAndModify update", notes -> notes.findOneAndUpdate(new Document(), set));
        writes.put("findAndModify replacement", notes -> notes.findOneAndReplace(new Document(), new Document()));
        return writes.entrySet().stream()
                .map(write -> DynamicTest.dynamicTest(write.getKey(), () -> {
                    String command = write.getKey().replaceAll(" .*", "");
                    try (ClientFixture client = ClientFixture.open()) {
                        write.getValue().accept(client.notes());
                        assertThat(client.sent(command)).doesNotContainKey("bypassDocumentValidation");
                        client.session.setBypassDocumentValidation(true);
                        assertThat(client.session.bypassDocumentValidation()).isTrue();
                        write.getValue().accept(client.notes());
                        assertThat(client.sent(command)).containsEntry("bypassDocumentValidation", BsonBoolean.TRUE);
                    }
                }))
                .toList();
    }

    @Test
    @DisplayName("M46 an operation may bypass validation where its session does not; reads and deletes never do")
    void bypassOfOneOperation() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.notes()
                    .insertMany(List.of(new Document()), InsertManyOptions.DEFAULTS.bypassDocumentValidation(true));
            assertThat(client.sent("insert")).containsEntry("bypassDocumentValidation", BsonBoolean.TRUE);
            client.notes()
                    .findOneAndReplace(
                            new Document(),
                            new Document(),
                            FindOneAndReplaceOptions.DEFAULTS.bypassDocumentValidation(true));
            assertThat(client.sent("findAndModify")).containsEntry("bypassDocumentValidation", BsonBoolean.TRUE);

            client.session.setBypassDocumentValidation(true);
            client.notes().find().first();
            client.notes().deleteOne(new Document());
            client.notes().aggregate(List.of()).toList();
            for (String command : List.of("find", "delete", "aggregate")) {
                assertThat(client.sent(command)).doesNotContainKey("bypassDocumentValidation");
            }
        }
    }

    @Test
    @DisplayName("M53 F28 the read concern goes with find, aggregate, count and distinct")
    void theReadConcernReachesTheWire() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            MongoCollection<Document> notes = client.notes();
            client.session.setReadConcern(ReadConcern.LOCAL);
            notes.find().toList();
            notes.aggregate(List.of()).toList();
            notes.estimatedDocumentCount();
            notes.distinct("a", new Document(), String.class);
            for (String command : List.of("find", "aggregate", "count", "distinct")) {
                assertThat(client.sent(command)).containsEntry("readConcern", BsonDocument.parse("{level: 'local'}"));
            }

            notes.countDocuments(new Document());
            assertThat(client.sent("aggregate")).containsEntry("readConcern", BsonDocument.parse("{level: 'local'}"));
            client.session.setReadConcern(ReadConcern.SERVER_DEFAULT);
            notes.find().toList();
            assertThat(client.sent("find")).doesNotContainKey("readConcern");
        }
    }

    @Test
    @DisplayName("M50 M52 ensureWriteConcern() raises what reaches the wire")
    void theRaisedConcernReachesTheWire() throws Exception {
        try (ClientFixture client = ClientFixture.open("w=1")) {
            client.session.ensureWriteConcern(new WriteConcern(null, true, Duration.ofMillis(70)));
            client.notes().insertOne(new Document());
            assertThat(client.sent("insert").toJson())
                    .contains("\"writeConcern\": {\"w\": 1, \"j\": true, \"wtimeout\": 70}");

            client.session.ensureWriteConcern(WriteConcern.UNACKNOWLEDGED);
            assertThat(client.session.writeConcern()).isEqualTo(new WriteConcern("1", true, Duration.ofMillis(70)));
        }
    }

    @Test
    @DisplayName("M51 an unacknowledged write is not answered, and becomes an acknowledged one when that is ensured")
    void anUnacknowledgedWriteCanBeRaised() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.session.setWriteConcern(WriteConcern.UNACKNOWLEDGED);
            assertThat(client.notes().insertOne(new Document()).acknowledged()).isFalse();
            client.session.ensureWriteConcern(WriteConcern.SERVER_DEFAULT);
            assertThat(client.notes().insertOne(new Document()).acknowledged()).isTrue();
            assertThat(client.server.requests("insert").get(0).flags() & 2).isEqualTo(2);
            assertThat(client.server.requests("insert").get(1).flags() & 2).isZero();
        }
    }
}
