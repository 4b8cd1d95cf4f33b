package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoTransactionAbortedException;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not done in a transaction: told before anything is sent, with the rule; the transaction goes on. */
@Timeout(300)
class TransactionRulesTest {
    private final Lab lab = Lab.start(1);
    private final LabNode primary = lab.primary().orElseThrow();
    private MongoSessionFactory factory = Mooring.dial(lab.uri());
    private MongoSession session = factory.openSession();

    TransactionRulesTest() {
        notes().insertOne(new Document("_id", 0));
    }

    @AfterEach
    void close() {
        session.close();
        factory.close();
        lab.close();
    }

    private MongoCollection<Document> notes() {
        return session.getDatabase("app").getCollection("notes");
    }

    private static Arguments rule(String command, String words, Consumer<MongoSession> operation) {
        return Arguments.of(command, words, operation);
    }

    private static Consumer<MongoSession> own(String command) {
        return session -> session.getDatabase("app").runCommand(Document.parse(command));
    }

    private static Consumer<MongoSession> stage(String stage) {
        return session -> session.getDatabase("app")
                .getCollection("notes")
                .aggregate(List.of(Document.parse(stage)))
                .toList();
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("listDatabases", "databases cannot be listed", MongoSession::listDatabaseNames),
                rule(
                        "listCollections",
                        "collections cannot be listed",
                        session -> session.getDatabase("app").listCollectionNames()),
                rule(
                        "count",
                        "countDocuments",
                        session -> session.getDatabase("app")
                                .getCollection("notes")
                                .estimatedDocumentCount()),
                rule(
                        "drop",
                        "cannot be dropped",
                        session -> session.getDatabase("app")
                                .getCollection("notes")
                                .drop()),
                rule(
                        "dropDatabase",
                        "cannot be dropped",
                        session -> session.getDatabase("app").drop()),
                rule("explain", "explain is not done", own("{explain: {find: 'notes'}}")),
                rule(
                        "find",
                        "Cannot set read concern after starting a transaction",
                        own("{find: 'notes', readConcern: {level: 'local'}}")),
                rule(
                        "delete",
                        "Cannot set write concern after starting a transaction",
                        own("{delete: 'notes', deletes: [], writeConcern: {w: 1}}")),
                rule("aggregate", "$out", stage("{$out: 'copy'}")),
                rule("aggregate", "$merge", stage("{$merge: 'copy'}")),
                rule("aggregate", "$collStats", stage("{$collStats: {}}")),
                rule(
                        "find",
                        "admin, config and local",
                        session -> session.getDatabase("config")
                                .getCollection("settings")
                                .find()
                                .first()),
                rule("find", "read preference in a transaction must be primary", session -> {
                    session.setMode(Mode.SECONDARY_PREFERRED);
                    session.getDatabase("app").getCollection("notes").find().first();
                }));
    }

    @ParameterizedTest
    @MethodSource("rules")
    @DisplayName("T10 what MongoDB refuses in transactions fails before it is sent, with a message that names the rule")
    void whatIsRefusedIsNotSent(String command, String words, Consumer<MongoSession> operation) {
        session.startTransaction();
        notes().insertOne(new Document("_id", 1));
        int before = primary.server().requests(command).size();

        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(() -> operation.accept(session))
                .withMessageContaining(words)
                .withMessageContaining(command)
                .matches(e -> !e.bytesSent());

        assertThat(primary.server().requests(command)).hasSize(before);
        session.commitTransaction();
        session.setMode(Mode.STRONG);
        assertThat(notes().countDocuments(new Document())).isEqualTo(2);
    }

    @Test
    void aMonotonicSessionReadsFromThePrimaryInATransaction() {
        session.setMode(Mode.MONOTONIC);
        session.startTransaction();

        assertThat(notes().find().first()).isNotNull();

        session.commitTransaction();
    }

    @Test
    void aPingIsNoPartOfATransaction() {
        session.startTransaction();
        session.ping();

        assertThat(primary.server().requests("ping").get(0).command().get("autocommit"))
                .isNull();
        session.commitTransaction();
    }

    @Test
    void unacknowledgedWritesAreNotForTransactions() {
        session.setWriteConcern(WriteConcern.UNACKNOWLEDGED);
        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(session::startTransaction)
                .withMessageContaining("transactions do not support unacknowledged write concerns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransactionOptions.DEFAULTS.writeConcern(WriteConcern.UNACKNOWLEDGED))
                .withMessageContaining("transactions do not support unacknowledged write concerns");

        session.startTransaction(TransactionOptions.DEFAULTS.writeConcern(WriteConcern.W1));
        assertThat(notes().insertOne(new Document("_id", 1)).acknowledged()).isTrue();
        session.commitTransaction();
    }

    @Test
    @DisplayName("T11 a standalone server has no transactions, and is named")
    void aStandaloneServerIsNamed() {
        try (EmbeddedServer alone = EmbeddedServer.start();
                MongoSessionFactory to = Mooring.dial(alone.uri());
                MongoSession there = to.openSession()) {
            there.startTransaction(); // nobody knows yet what it is
            assertThatExceptionOfType(MongoTransactionException.class)
                    .isThrownBy(() ->
                            there.getDatabase("app").getCollection("notes").insertOne(new Document()))
                    .withMessageContaining("transactions need a replica set or sharded cluster; 127.0.0.1:"
                            + alone.port() + " is a standalone")
                    .matches(e -> !e.bytesSent());
            there.abortTransaction();

            assertThatExceptionOfType(MongoTransactionException.class)
                    .isThrownBy(there::startTransaction)
                    .withMessageContaining("is a standalone");
            assertThat(alone.commandCount("insert")).isZero();
        }
    }

    @Test
    @DisplayName("T9 a transaction that lasts longer than transactionMaxTimeMS is aborted before the server does that")
    void anOperationAfterTheLongestTimeIsNotSent() {
        factory.close();
        factory = Mooring.dial(lab.uri() + "&transactionMaxTimeMS=1");
        session = factory.openSession();
        session.startTransaction();
        notes().insertOne(new Document("_id", 1));
        int before = primary.server().requests("find").size();
        // what the first operation itself took is more than a millisecond only where time passes
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < 2_000_000) {
            Thread.onSpinWait();
        }

        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .isThrownBy(() -> notes().find().first())
                .withMessageContaining("transactionMaxTimeMS")
                .withMessageContaining("more than the 1 ms");

        assertThat(primary.server().requests("find")).hasSize(before);
        assertThat(lab.openTransactions()).isZero();
        session.abortTransaction(); // it has come to its end already, which is no fault of the caller's
        assertThat(notes().countDocuments(new Document())).isEqualTo(1);
    }
}
