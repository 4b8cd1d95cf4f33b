package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.lab.Lab;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica set that changes its mind under load. */
@Timeout(300)
@EngineContract
class FailOverTest {
    private static final int WRITERS = 8;
    private static final int ELECTIONS = 5;

    private final Lab lab = Lab.start(3);
    private final Queue<MongoException> errors = new ConcurrentLinkedQueue<>();
    private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicInteger next = new AtomicInteger();
    /** Acknowledged writes, by writer. */
    private final AtomicIntegerArray rounds = new AtomicIntegerArray(WRITERS);

    private final AtomicBoolean ended = new AtomicBoolean();

    private void writeUntilTheEnd(MongoSession session, int writer) {
        var numbers = session.getDatabase("app").getCollection("numbers");
        while (!ended.get()) {
            int number = next.getAndIncrement();
            try {
                numbers.insertOne(new Document("_id", number));
                acknowledged.add(number);
                rounds.incrementAndGet(writer);
            } catch (MongoException e) {
                errors.add(e);
            }
        }
    }

    /** One write has two attempts, so it must not meet two elections. */
    private void awaitEveryWriter() {
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            int before = rounds.get(writer);
            Eventually.isTrue("writer " + writer + " goes on", () -> rounds.get(writer) > before + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "poll"})
    @DisplayName("N8 elections under load lose no write and show no error")
    void electionsUnderLoadLoseNoWriteAndShowNoError(String monitoring) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (lab;
                MongoSessionFactory factory = Mooring.dial(lab.uri() + "&serverMonitoringMode=" + monitoring);
                MongoSession session = factory.openSession()) {
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                threads.execute(() -> writeUntilTheEnd(session, writer));
            }
            for (int i = 0; i < ELECTIONS; i++) {
                awaitEveryWriter();
                lab.stepDown(Duration.ofMillis(100));
            }
            awaitEveryWriter();
            ended.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();

            assertThat(errors).isEmpty();
            List<Document> stored =
                    session.getDatabase("app").getCollection("numbers").find().toList();
            assertThat(stored.stream().map(document -> document.getInteger("_id")))
                    .containsExactlyInAnyOrderElementsOf(new TreeSet<>(acknowledged));
            ClientFixture.assertSettled(factory);
        } finally {
            ended.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void readsGoWhereTheModeSendsThem() {
        try (lab;
                MongoSessionFactory factory = Mooring.dial(lab.uri());
                MongoSession session = factory.openSession()) {
            session.getDatabase("app").getCollection("notes").insertOne(new Document("_id", 1));
            session.setMode(Mode.SECONDARY);

            assertThat(session.getDatabase("app").getCollection("notes").find().first())
                    .isEqualTo(new Document("_id", 1));
            Eventually.isTrue("all are known", () -> session.liveServers().size() == 3);
        }
    }
}
