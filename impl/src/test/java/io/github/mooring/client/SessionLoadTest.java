package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many sessions, many threads, few sockets. */
class SessionLoadTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    private <T> void together(int count, Callable<T> work) throws Exception {
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            running.add(threads.submit(work));
        }
        for (Future<T> one : running) {
            one.get(40, TimeUnit.SECONDS);
        }
    }

    @Test
    void manyThreadsUseOneSessionSideBySide() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=8")) {
            MongoCollection<Document> notes = client.notes();
            AtomicInteger next = new AtomicInteger();

            together(32, () -> {
                for (int i = 0; i < 20; i++) {
                    int id = next.getAndIncrement();
                    notes.insertOne(new Document("_id", id).append("text", "x" + id));
                    assertThat(notes.find(new Document("_id", id)).first()).containsEntry("text", "x" + id);
                }
                return true;
            });

            assertThat(notes.countDocuments(new Document())).isEqualTo(640);
            assertThat(client.factory.statistics().socketsOpen()).isLessThanOrEqualTo(8);
        }
    }

    @Test
    @DisplayName("M42 two hundred sessions share four sockets")
    void twoHundredSessionsShareFourSockets() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=4")) {
            AtomicInteger most = new AtomicInteger();
            AtomicInteger next = new AtomicInteger();

            together(200, () -> {
                try (MongoSession session = client.factory.openSession()) {
                    for (int i = 0; i < 5; i++) {
                        session.getDatabase()
                                .getCollection("notes")
                                .insertOne(new Document("_id", next.getAndIncrement()));
                        most.accumulateAndGet(client.server.openConnections(), Math::max);
                    }
                }
                return true;
            });

            assertThat(client.notes().countDocuments(new Document())).isEqualTo(1000);
            assertThat(most.get()).as("four pooled and the monitor's").isBetween(2, 5);
            assertThat(client.server.acceptedConnections()).isLessThanOrEqualTo(5);
            assertThat(client.factory.statistics().socketsOpened()).isLessThanOrEqualTo(4);
            assertThat(client.factory.statistics().sessionsOpened()).isEqualTo(201);
            assertThat(client.factory.statistics().sessionsOpen()).isEqualTo(1);
        }
    }

    @Test
    void callersThatWaitForASocketAreCounted() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1&connectionSharing=never")) {
            client.server.failCommand(
                    FailCommand.on("ping").times(1).block(Duration.ofMinutes(5)).build());
            Future<Duration> holder = threads.submit(client.session::ping);
            assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();
            List<Future<Duration>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(threads.submit(client.session::ping));
            }

            Eventually.isTrue(
                    "three wait for one", () -> client.factory.statistics().callersWaiting() == 3);
            assertThat(client.factory.statistics().socketsInUse()).isEqualTo(1);
            client.server.dropConnections();

            assertThat(catchThrowable(() -> holder.get(40, TimeUnit.SECONDS)))
                    .hasCauseInstanceOf(MongoSocketException.class);
            for (Future<Duration> one : waiting) {
                assertThat(one.get(40, TimeUnit.SECONDS)).isPositive();
            }
        }
    }

    @Test
    void aWriteConcernThatChangesMeanwhileIsTakenAsAWhole() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            AtomicBoolean stop = new AtomicBoolean();
            Future<?> changer = threads.submit(() -> {
                while (!stop.get()) {
                    client.session.setWriteConcern(WriteConcern.UNACKNOWLEDGED);
                    client.session.setWriteConcern(WriteConcern.W1);
                }
            });
            AtomicInteger next = new AtomicInteger();
            try {
                together(4, () -> {
                    for (int i = 0; i < 200; i++) {
                        client.notes().insertOne(new Document("_id", next.getAndIncrement()));
                    }
                    return true;
                });
            } finally {
                stop.set(true);
                changer.get(40, TimeUnit.SECONDS);
            }

            client.session.setWriteConcern(WriteConcern.W1);
            Eventually.isTrue("all documents are stored", () -> client.notes().countDocuments(new Document()) == 800);
            assertThat(client.server.requests("insert")).hasSize(800).allSatisfy(request -> {
                boolean noAnswerWanted = (request.flags() & 2) != 0;
                boolean unacknowledged =
                        String.valueOf(request.command().get("writeConcern")).contains("0");
                assertThat(noAnswerWanted).isEqualTo(unacknowledged);
            });
        }
    }
}
