package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.UpdateOptions;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbered writes are done once, whoever dies in between; sessions come and go. */
@Timeout(300)
class RetryableWritesTest {
    private static final String NUMBERED = "lsid: {id: 'one'}, " + "txnNumber: {$numberLong: '%d'}, $db: 'lab'}";
    private static final String INSERT = "{insert: 'things', documents: [{n: 1}, {n: 2}], " + NUMBERED;

    @Test
    void aWriteThatIsSentAgainIsAnsweredAgainAndDoneOnce() {
        try (Lab lab = Lab.start(3)) {
            Document first = DiscoveryTest.exchange(lab.node(0), INSERT.formatted(5));
            lab.electPrimary(lab.node(1));
            Document second = DiscoveryTest.exchange(lab.node(1), INSERT.formatted(5));

            assertThat(first).containsEntry("n", 2);
            assertThat(second).containsEntry("n", 2);
            assertThat(count(lab)).isEqualTo(2);
            assertThat(DiscoveryTest.exchange(lab.node(1), INSERT.formatted(4))).containsEntry("code", 225);
            assertThat(DiscoveryTest.exchange(lab.node(1), INSERT.formatted(6))).containsEntry("n", 2);
            assertThat(count(lab)).isEqualTo(4);
        }
    }

    @Test
    void aWriteThatFailedIsTriedAnew() {
        try (Lab lab = Lab.start(3)) {
            lab.node(0)
                    .failCommand(FailCommand.on("insert").times(1).errorCode(91).build());
            assertThat(DiscoveryTest.exchange(lab.node(0), INSERT.formatted(1)))
                    .containsEntry("code", 91)
                    .containsKey("errorLabels");

            assertThat(DiscoveryTest.exchange(lab.node(0), INSERT.formatted(1))).containsEntry("n", 2);
        }
    }

    @Test
    void aNumberedWriteCanLoseItsAnswerOrBeEndedBeforeItIsDone() {
        try (Lab lab = Lab.start(1);
                MongoClient client = MongoClients.create(lab.uri())) {
            var things = client.getDatabase("lab").getCollection("things");
            lab.node(0)
                    .failCommand(FailCommand.onNumberedWrites()
                            .times(1)
                            .closeConnectionAfterwards()
                            .build());
            things.insertOne(new Document("_id", 1));
            assertThat(lab.node(0).server().commandCount("insert")).isEqualTo(2);

            client.getDatabase("admin")
                    .runCommand(Document.parse("{configureFailPoint: 'onPrimaryTransactionalWrite', mode: {times: 1},"
                            + " data: {failBeforeCommitExceptionCode: 1, closeConnection: false}}"));
            assertThatExceptionOfType(MongoException.class)
                    .isThrownBy(() -> things.insertOne(new Document("_id", 2)))
                    .matches(e -> e.getCode() == 1);
            assertThat(things.countDocuments()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "72    | {update: 'c', updates: [{q: {}, u: {$set: {a: 1}}, multi: true}],",
                "72    | {delete: 'c', deletes: [{q: {}, limit: 0}],",
                "50768 | {find: 'c',",
            })
    void whatCannotBeRetriedIsRefused(int code, String command) {
        try (Lab lab = Lab.start(1)) {
            assertThat(DiscoveryTest.exchange(lab.node(0), command + " " + NUMBERED.formatted(1)))
                    .containsEntry("code", code);
        }
    }

    @Test
    void aNumberNeedsASession() {
        try (Lab lab = Lab.start(1)) {
            assertThat(DiscoveryTest.exchange(
                            lab.node(0), "{insert: 'c', documents: [{}], txnNumber: {$numberLong: '1'}, $db: 'lab'}"))
                    .containsEntry("code", 72);
        }
    }

    @Test
    void noAcknowledgedWriteIsLostOrDoubledWhileMembersComeAndGo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Lab lab = Lab.builder()
                        .members(3)
                        .electionTime(Duration.ofMillis(20))
                        .start();
                Driver driver = new Driver(lab)) {
            Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
            AtomicInteger next = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                writers.add(threads.submit(() -> {
                    while (done.get() < 8) {
                        int number = next.incrementAndGet();
                        try {
                            // without an _id of our own, only the session's number can keep a retry from doubling it
                            driver.collection()
                                    .updateOne(
                                            new Document("_id", number % 10),
                                            new Document("$push", new Document("done", number)),
                                            new UpdateOptions().upsert(true));
                            acknowledged.add(number);
                        } catch (MongoException e) {
                            // two failures within one write; whether it was done is not known
                        }
                    }
                }));
            }

            for (int i = 0; i < 8; i++) {
                int before = acknowledged.size();
                LabNode primary = lab.awaitPrimary(Driver.PATIENCE);
                if (i % 3 == 0) {
                    lab.stepDown(Duration.ofMillis(50));
                } else if (i % 3 == 1) {
                    // replies get lost after their writes were done
                    primary.network().apply(Scope.operations(), LinkFault.cutAfter(2_000));
                } else {
                    primary.kill();
                    lab.awaitPrimary(Driver.PATIENCE);
                    primary.start();
                }
                awaitMore(acknowledged, before + 20);
                primary.network().restore();
                done.incrementAndGet();
            }
            for (Future<?> writer : writers) {
                writer.get(40, TimeUnit.SECONDS);
            }

            List<Integer> stored = new ArrayList<>();
            for (Document document : driver.collection().find()) {
                stored.addAll(document.getList("done", Integer.class));
            }
            assertThat(stored).doesNotHaveDuplicates().containsAll(acknowledged);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitMore(Set<Integer> acknowledged, int count) {
        long deadline = System.nanoTime() + Driver.PATIENCE.toNanos();
        while (acknowledged.size() < count) {
            assertThat(System.nanoTime()).as("writes go on").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void sessionsAreCountedUntilTheyEnd() {
        try (Lab lab = Lab.start(2)) {
            try (Driver driver = new Driver(lab)) {
                driver.collection().insertOne(new Document("_id", 1));
                driver.collection()
                        .withReadPreference(ReadPreference.secondary())
                        .find()
                        .first();
                assertThat(lab.openSessions()).isPositive();
            }
            assertThat(lab.openSessions()).isZero();

            DiscoveryTest.exchange(lab.node(0), INSERT.formatted(1));
            assertThat(lab.openSessions()).isEqualTo(1);
            DiscoveryTest.exchange(lab.node(0), "{killAllSessions: [], $db: 'admin'}");
            assertThat(lab.openSessions()).isZero();
        }
    }

    private static long count(Lab lab) {
        try (Driver driver = new Driver(lab)) {
            return driver.collection().countDocuments();
        }
    }
}
