package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ServerClosed;
import io.github.mooring.api.event.ServerHeartbeatFailed;
import io.github.mooring.api.event.ServerHeartbeatStarted;
import io.github.mooring.api.event.ServerHeartbeatSucceeded;
import io.github.mooring.api.event.ServerOpening;
import io.github.mooring.api.event.TopologyClosed;
import io.github.mooring.api.event.TopologyDescriptionChanged;
import io.github.mooring.api.event.TopologyEvent;
import io.github.mooring.api.event.TopologyListener;
import io.github.mooring.api.event.TopologyOpening;
import io.github.mooring.api.event.TopologyState;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.time.Clock;
import io.github.mooring.time.TaskRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application hears of its servers. */
@Timeout(300)
class TopologyNewsTest {
    private final RecordingTopologyListener heard = new RecordingTopologyListener();

    private static MongoSessionFactory dial(String uri, TopologyListener listener) {
        return Mooring.dial(ClientOptions.parse(uri).withTopologyListener(listener));
    }

    private static void use(MongoSessionFactory factory) {
        try (MongoSession session = factory.openSession()) {
            assertThat(session.ping()).isPositive();
        }
    }

    @Test
    void aStandaloneIsHeardOfFromTheOpeningToTheEnd() {
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoSessionFactory factory = dial(server.uri(), heard)) {
            use(factory);
        }

        assertThat(heard.changes())
                .containsExactly(
                        "opening",
                        "UNKNOWN[] to UNKNOWN[UNKNOWN]",
                        "server opening",
                        "server UNKNOWN to STANDALONE",
                        "UNKNOWN[UNKNOWN] to SINGLE[STANDALONE]",
                        "server closed",
                        "SINGLE[STANDALONE] to UNKNOWN[]",
                        "closed");
        assertThat(heard.events().stream().map(TopologyEvent::topologyId).distinct())
                .hasSize(1);
    }

    @Test
    void aHeartbeatIsHeardOfWithItsConnectionAndTheAnswer() {
        ServerAddress address;
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoSessionFactory factory = dial(server.uri(), heard)) {
            address = ClientOptions.parse(server.uri()).server();
            use(factory);
        }

        List<String> first = heard.events().stream()
                .map(RecordingTopologyListener::described)
                .limit(6)
                .toList();
        assertThat(first)
                .as("the answer comes before what it changes")
                .endsWith("server opening", "heartbeat", "heartbeat", "server UNKNOWN to STANDALONE");
        ServerHeartbeatStarted started = heard.of(ServerHeartbeatStarted.class).get(0);
        ServerHeartbeatSucceeded succeeded =
                heard.of(ServerHeartbeatSucceeded.class).get(0);
        assertThat(started).isEqualTo(new ServerHeartbeatStarted(started.topologyId(), address, 1, null, false));
        assertThat(succeeded.address()).isEqualTo(address);
        assertThat(succeeded.connectionId()).isEqualTo(1);
        assertThat(succeeded.serverConnectionId()).isPositive();
        assertThat(succeeded.awaited()).isFalse();
        assertThat(succeeded.duration()).isPositive();
        assertThat(succeeded.reply().getNumber("ok").intValue()).isEqualTo(1);
        assertThat(succeeded.reply()).containsKey("maxWireVersion");
    }

    @Test
    void aServerThatIsNotThereIsHeardOfAsAFailedHeartbeat() {
        EmbeddedServer gone = EmbeddedServer.start();
        String uri = gone.uri();
        gone.close();
        try (MongoSessionFactory factory = dial(uri, heard)) {
            Eventually.isTrue(
                    "a heartbeat failed",
                    () -> !heard.of(ServerHeartbeatFailed.class).isEmpty());
            ClientFixture.assertSettled(factory);
        }

        ServerHeartbeatFailed failed = heard.of(ServerHeartbeatFailed.class).get(0);
        assertThat(failed.failure()).hasMessageContaining(failed.address().toString());
        assertThat(failed.serverConnectionId()).isNull();
        assertThat(failed.awaited()).isFalse();
    }

    @Test
    void anElectionIsHeardOfInOrderAndNothingAfterTheEnd() {
        try (Lab lab = Lab.start(3);
                MongoSessionFactory factory = dial(lab.uri(), heard);
                MongoSession session = factory.openSession()) {
            var notes = session.getDatabase("app").getCollection("notes");
            notes.insertOne(new Document("_id", 1));
            Eventually.isTrue("all are known", () -> session.liveServers().size() == 3);
            lab.stepDown(Duration.ofMillis(200));
            notes.insertOne(new Document("_id", 2));
            Eventually.isTrue("all are known again", () -> session.liveServers().size() == 3);
        }

        assertThat(heard.changes())
                .startsWith("opening", "UNKNOWN[] to REPLICA_SET_NO_PRIMARY[UNKNOWN, UNKNOWN, UNKNOWN]")
                .contains("server RS_SECONDARY to RS_PRIMARY")
                .containsSubsequence("server closed", "server closed", "server closed", "closed")
                .endsWith("closed");
        assertThat(heard.changes().get(heard.changes().size() - 2))
                .startsWith("REPLICA_SET_WITH_PRIMARY")
                .endsWith("to UNKNOWN[]");
        assertThat(heard.events()).last().isInstanceOf(TopologyClosed.class);
        assertEachDescriptionFollowsTheOneBefore();
        assertEachHeartbeatEndsBeforeTheNext();
        assertThat(heard.of(ServerHeartbeatStarted.class)).anyMatch(ServerHeartbeatStarted::awaited);
    }

    private void assertEachDescriptionFollowsTheOneBefore() {
        String known = RecordingTopologyListener.described(
                new TopologyState(TopologyState.Type.UNKNOWN, null, List.of(), null));
        for (TopologyDescriptionChanged change : heard.of(TopologyDescriptionChanged.class)) {
            assertThat(RecordingTopologyListener.described(change.previousDescription()))
                    .isEqualTo(known);
            known = RecordingTopologyListener.described(change.newDescription());
        }
    }

    /** Of each server: no two at once, none without an end, none before it opens or after it is closed. */
    private void assertEachHeartbeatEndsBeforeTheNext() {
        Map<ServerAddress, String> states = new HashMap<>();
        for (TopologyEvent event : heard.events()) {
            if (event instanceof ServerOpening opening) {
                assertThat(states.put(opening.address(), "idle")).isNull();
            } else if (event instanceof ServerHeartbeatStarted started) {
                assertThat(states.put(started.address(), "asked")).isEqualTo("idle");
            } else if (event instanceof ServerHeartbeatSucceeded succeeded) {
                assertThat(states.put(succeeded.address(), "idle")).isEqualTo("asked");
            } else if (event instanceof ServerHeartbeatFailed failed) {
                assertThat(states.put(failed.address(), "idle")).isEqualTo("asked");
            } else if (event instanceof ServerClosed closed) {
                assertThat(states.remove(closed.address())).isEqualTo("idle");
            }
        }
        assertThat(states).isEmpty();
    }

    @Test
    void aListenerThatThrowsIsLoggedOnceForEachKindOfEventAndHarmsNobody() {
        try (CapturedLog log = CapturedLog.of(TopologyNews.class.getName(), Level.ALL)) {
            try (EmbeddedServer server = EmbeddedServer.start();
                    MongoSessionFactory factory = dial(server.uri(), new Throwing())) {
                use(factory);
            }

            assertThat(log.lines())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("Throwing failed at ServerOpening;"))
                    .anyMatch(line -> line.contains("Throwing failed at TopologyDescriptionChanged;"));
            assertThat(log.thrown()).allMatch(thrown -> "by the application".equals(thrown.getMessage()));
        }
    }

    /** Throws where it hears of it once, and where it hears of it often. */
    private static final class Throwing implements TopologyListener {
        @Override
        public void serverOpening(ServerOpening event) {
            throw new IllegalStateException("by the application");
        }

        @Override
        public void topologyDescriptionChanged(TopologyDescriptionChanged event) {
            throw new AssertionError("by the application");
        }
    }

    @Test
    void nobodyWaitsForAListenerThatBlocks() {
        CountDownLatch released = new CountDownLatch(1);
        TopologyListener blocking = new TopologyListener() {
            @Override
            public void topologyOpening(TopologyOpening event) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void topologyClosed(TopologyClosed event) {
                heard.topologyClosed(event);
            }
        };
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoSessionFactory factory = dial(server.uri(), blocking)) {
            use(factory);

            released.countDown();
        }
        assertThat(heard.changes()).containsExactly("closed");
    }

    @Test
    void moreThanAListenerCanTakeIsDroppedAndThatIsSaidOnce() {
        List<Supplier<Duration>> tasks = new ArrayList<>();
        TopologyNews news = new TopologyNews(heard, new DocumentText(100), Clock.system());
        try (CapturedLog log = CapturedLog.of(TopologyNews.class.getName(), Level.ALL)) {
            news.start(new NeverRunner(tasks));
            for (int i = 0; i < EventQueue.MOST_PENDING + 2; i++) {
                news.note(new ServerOpening(1, new ServerAddress("h" + i, 1)));
                news.deliver();
            }

            assertThat(log.lines()).hasSize(1).first().asString().contains("10000 events wait");
        }
        assertThat(heard.events()).isEmpty();

        assertThat(tasks.get(0).get()).isPositive();
        assertThat(heard.of(ServerOpening.class))
                .hasSize(EventQueue.MOST_PENDING)
                .last()
                .isEqualTo(new ServerOpening(1, new ServerAddress("h" + (EventQueue.MOST_PENDING - 1), 1)));
    }

    @Test
    void whereNobodyListensNothingIsNoted() {
        TopologyNews news = new TopologyNews(null, new DocumentText(100), Clock.system());

        assertThat(news.isHeard()).isFalse();
        HeartbeatNews heartbeats = news.ofServer(new ServerAddress("h", 1), Clock.system());
        heartbeats.started(1, null, false);
        heartbeats.succeeded(Duration.ZERO);
        heartbeats.close();
    }

    /** Leaves its tasks to the test. */
    private record NeverRunner(List<Supplier<Duration>> tasks) implements TaskRunner {
        @Override
        public Task repeat(String name, Duration period, Runnable task) {
            throw new AssertionError(name);
        }

        @Override
        public Task repeatBlocking(String name, Duration period, Runnable task) {
            throw new AssertionError(name);
        }

        @Override
        public Task paceBlocking(String name, Duration retry, Supplier<Duration> task) {
            tasks.add(task);
            return new Task() {
                @Override
                public void runSoon() {
                    // when the test says so
                }

                @Override
                public void cancel() {
                    tasks.clear();
                }
            };
        }
    }
}
