package io.github.mooring.client;

import static io.github.mooring.client.ReplicaMember.preferences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions come from each other, what they have in common, and how they end. */
@EngineContract
class SessionLifeCycleTest {
    private static void find(MongoSession session) {
        session.getDatabase().getCollection("notes").find().first();
    }

    private static void insert(MongoSession session) {
        session.getDatabase().getCollection("notes").insertOne(new Document());
    }

    static Stream<Named<UnaryOperator<MongoSession>>> offspring() {
        return Stream.of(
                Named.of("newSession", MongoSession::newSession),
                Named.of("copy", MongoSession::copy),
                Named.of("share", MongoSession::share));
    }

    @ParameterizedTest
    @MethodSource("offspring")
    @DisplayName("M20 M21 M22 F24 a session made of another has its settings, and changes of either are its own")
    void settingsAreTakenOverAndThenIndependent(UnaryOperator<MongoSession> make) throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            set(client.session, 1);
            List<Object> before = settings(client.session);

            MongoSession made = make.apply(client.session);
            assertThat(settings(made)).isEqualTo(before).doesNotContainNull();
            set(client.session, 2);
            assertThat(settings(made)).isEqualTo(before);
            set(made, 3);
            assertThat(settings(client.session)).doesNotContainAnyElementsOf(settings(made));

            client.session.close();
            assertThat(made.ping()).isPositive();
            made.close();
            assertThat(client.factory.statistics().sessionsOpen()).isZero();
        }
    }

    private static final List<Mode> MODES = List.of(Mode.NEAREST, Mode.MONOTONIC, Mode.EVENTUAL);

    /** Sets everything to something that depends on the number, 1 to 3. */
    private static void set(MongoSession session, int n) {
        session.setMode(MODES.get(n - 1));
        session.selectServers(TagSet.of("n", "" + n));
        session.setReadConcern(new ReadConcern("level" + n));
        session.setWriteConcern(new WriteConcern("" + n, null, Duration.ZERO));
        session.setTimeout(Duration.ofSeconds(10 + n));
        session.setWaitQueueTimeout(Duration.ofSeconds(5 + n));
        session.setBatchSize(n);
    }

    private static List<Object> settings(MongoSession session) {
        List<Function<MongoSession, Object>> all = List.of(
                MongoSession::mode,
                MongoSession::selectedServers,
                MongoSession::readConcern,
                MongoSession::writeConcern,
                MongoSession::timeout,
                MongoSession::waitQueueTimeout,
                MongoSession::batchSize);
        return new ArrayList<>(all.stream().map(each -> each.apply(session)).toList());
    }

    @Test
    @DisplayName("M22 share() sees what the original wrote, whenever that was; M20 M21 newSession() and copy() do not")
    void onlyAShareIsBoundByTheWritesOfTheOther() throws Exception {
        try (BrokenClient set = BrokenClient.dial(
                "readPreference=monotonic", ReplicaMember.answeringOnly("insert", "find", "find", "find", "find"))) {
            MongoSession before = set.session.share();
            insert(set.session);
            MongoSession after = set.session.share();
            MongoSession copy = set.session.copy();
            MongoSession fresh = set.session.newSession();

            for (MongoSession reader : List.of(before, after, copy, fresh)) {
                find(reader);
                reader.close();
            }

            assertThat(preferences(set, "find"))
                    .containsExactly(
                            "primaryPreferred", "primaryPreferred", "secondaryPreferred", "secondaryPreferred");
            set.assertDone();
        }
    }

    @Test
    @DisplayName("M22 M24 refresh() of a share parts the two and keeps the settings")
    void refreshPartsSharesAndKeepsSettings() throws Exception {
        try (BrokenClient set = BrokenClient.dial(
                "readPreference=monotonic", ReplicaMember.answeringOnly("insert", "find", "find", "insert", "find"))) {
            MongoSession share = set.session.share();
            share.setBatchSize(7);
            insert(set.session);
            share.refresh();
            find(share);
            find(set.session);
            insert(share);
            set.session.refresh();
            find(set.session);

            assertThat(share.mode()).isEqualTo(Mode.MONOTONIC);
            assertThat(share.batchSize()).isEqualTo(7);
            assertThat(preferences(set, "find"))
                    .containsExactly("secondaryPreferred", "primaryPreferred", "secondaryPreferred");
            share.close();
            set.assertDone();
        }
    }

    @ParameterizedTest
    @MethodSource("offspring")
    @DisplayName("M20 M21 M22 a session made of another is open as long as nobody closes it")
    void nothingComesOfAClosedSession(UnaryOperator<MongoSession> make) throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            MongoSession parent = client.factory.openSession();
            MongoSession child = make.apply(parent);
            child.close();
            assertThat(parent.isClosed()).isFalse();
            parent.close();

            assertThatThrownBy(() -> make.apply(parent)).isInstanceOf(MongoClosedException.class);
            assertThat(client.factory.statistics().sessionsOpen()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "$a", "a b", "a/b", "a\0b"})
    @DisplayName("M25 names that a server would refuse are refused at once, without I/O")
    void namesAreChecked(String name) throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            assertThatThrownBy(() -> client.session.getDatabase(name)).isInstanceOf(IllegalArgumentException.class);
            assertThat(client.factory.statistics().socketsOpened()).isZero();
        }
    }

    @Test
    @DisplayName("M23 M26 F29 settings, shares and close never wait for an operation that does")
    void nothingBlocksBehindAnOperation() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ClientFixture client = ClientFixture.open()) {
            MongoSession busy = client.factory.openSession();
            client.server.failCommand(
                    FailCommand.on("ping").times(1).block(Duration.ofMinutes(5)).build());
            Future<Duration> operation = threads.submit(busy::ping);
            assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();

            assertThat(busy.mode()).isEqualTo(Mode.STRONG);
            busy.setMode(Mode.NEAREST, false);
            busy.setMode(Mode.STRONG);
            busy.share().close();
            assertThat(busy.liveServers()).hasSizeLessThan(2);
            busy.close();

            assertThat(operation.isDone()).as("it is under way all the same").isFalse();
            client.server.dropConnections();
            assertThatThrownBy(() -> operation.get(40, TimeUnit.SECONDS)).isNotNull();
            client.assertStillWorks();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("F29 closing a session ends its wait for a connection at once, and nobody else's")
    void closingEndsTheWaitForAConnection() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1&connectionSharing=never")) {
            client.server.failCommand(
                    FailCommand.on("ping").times(1).block(Duration.ofMinutes(5)).build());
            Future<Duration> holder = threads.submit(client.session::ping);
            assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();
            MongoSession stuck = client.factory.openSession();
            MongoSession patient = client.factory.openSession();
            Future<Duration> ended = threads.submit(stuck::ping);
            Future<Duration> waiting = threads.submit(patient::ping);
            Eventually.isTrue("both wait", () -> client.factory.statistics().callersWaiting() == 2);

            stuck.close();

            assertThatThrownBy(() -> ended.get(40, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MongoClosedException.class)
                    .hasMessageContaining("session is closed: thread '"
                            + Thread.currentThread().getName() + "' closed it");
            assertThat(waiting.isDone()).isFalse();
            client.server.dropConnections();
            assertThatThrownBy(() -> holder.get(40, TimeUnit.SECONDS)).isNotNull();
            assertThat(waiting.get(40, TimeUnit.SECONDS)).isPositive();
            patient.close();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("M26 F24 settings changed by many threads at once are all kept")
    void noChangeOfASettingIsLost() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (ClientFixture client = ClientFixture.open()) {
            List<Runnable> changes = List.of(
                    () -> client.session.setBatchSize(client.session.batchSize() + 1),
                    () -> client.session.setTimeout(client.session.timeout().plusMillis(1)),
                    () -> client.session.setReadConcern(
                            new ReadConcern(client.session.readConcern().level() + "x")),
                    () -> client.session.setMode(Mode.NEAREST));
            List<Future<?>> running = new ArrayList<>();
            for (Runnable change : changes) {
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        change.run();
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get(40, TimeUnit.SECONDS);
            }

            assertThat(client.session.batchSize()).isEqualTo(500);
            assertThat(client.session.timeout()).isEqualTo(Duration.ofMillis(60_500));
            assertThat(client.session.readConcern().level()).hasSize(500);
        } finally {
            threads.shutdownNow();
        }
    }
}
