package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionPool;
import io.github.mooring.api.SessionPoolListener;
import io.github.mooring.api.SessionPoolOptions;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool of shared sessions. Its probe runs when the test says so. */
@EngineContract
class SessionPoolTest extends SessionPoolFixture {
    private void breakNextPing() {
        client.server.failCommand(
                FailCommand.on("ping").times(1).closeConnection().build());
    }

    @Test
    @DisplayName("J1 J2 J3 J7 callers take turns over at most so many sessions, without I/O, and the listener hears it")
    void callersTakeTurns() {
        try (MongoSessionPool pool = pool(2)) {
            for (int i = 0; i < 5; i++) {
                pool.session().close();
            }

            assertThat(heard).containsExactly("created 0", "created 1", "reused 0", "reused 1", "reused 0");
            assertThat(pool.statistics().sessionsCreated()).isEqualTo(2);
            assertThat(pool.statistics().handlesGiven()).isEqualTo(5);
            assertThat(pool.statistics().ready()).isEqualTo(2);
            assertThat(client.factory.statistics().socketsOpened()).isZero();
        }
        assertThat(client.factory.statistics().sessionsOpen())
                .as("the fixture's own")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("J1 one slot is enough for everybody")
    void oneSlotServesAll() {
        try (MongoSessionPool pool = pool(1);
                MongoSession one = pool.session();
                MongoSession other = pool.session()) {
            assertThat(one.ping()).isPositive();
            assertThat(other.ping()).isPositive();
            assertThat(pool.statistics().ready()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("J2 handles of one slot share what its session has seen, and no settings")
    void handlesShareWhatWasSeen() throws Exception {
        try (BrokenClient set =
                        BrokenClient.dial("readPreference=monotonic", ReplicaMember.answeringOnly("insert", "find"));
                MongoSessionPool pool = pool(set.session, SessionPoolOptions.DEFAULTS.maxSessions(1));
                MongoSession one = pool.session();
                MongoSession other = pool.session()) {
            one.setBatchSize(3);
            one.getDatabase().getCollection("notes").insertOne(new Document());
            other.getDatabase().getCollection("notes").find().first();

            assertThat(other.batchSize()).isZero();
            assertThat(ReplicaMember.preferences(set, "find")).containsExactly("primaryPreferred");
        }
    }

    @Test
    @DisplayName("F5 the slot with the fewest operations in flight is chosen")
    void theLeastBusySlotIsChosen() throws Exception {
        try (MongoSessionPool pool = pool(3)) {
            MongoSession first = pool.session();
            MongoSession second = pool.session();
            client.server.failCommand(
                    FailCommand.on("ping").block(Duration.ofMinutes(5)).build());
            Future<?> one = threads.submit(first::ping);
            Future<?> other = threads.submit(second::ping);
            assertThat(client.server.awaitCommand("ping", 2, ClientFixture.PATIENCE))
                    .isTrue();
            assertThat(pool.statistics().inFlight()).isEqualTo(2);
            heard.clear();

            for (int i = 0; i < 4; i++) {
                pool.session().close();
            }

            assertThat(heard).containsExactly("created 2", "reused 2", "reused 2", "reused 2");
            client.server.dropConnections();
            assertThatThrownBy(() -> one.get(40, TimeUnit.SECONDS)).isNotNull();
            assertThatThrownBy(() -> other.get(40, TimeUnit.SECONDS)).isNotNull();
            assertThat(pool.statistics().inFlight()).isZero();
            first.close();
            second.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 20})
    @DisplayName("J8 F3 F5 a network error breaks the slot of that handle, that slot alone, and nobody gets it")
    void anErrorBreaksOneSlot(int slots) {
        try (MongoSessionPool pool = pool(slots)) {
            MongoSession broken = pool.session();
            String slot = heard.get(0).replace("created ", "");
            breakNextPing();
            failOnce(broken);
            assertThat(pool.statistics().broken()).isEqualTo(1);
            heard.clear();

            for (int i = 0; i < 200; i++) {
                pool.session().close();
            }

            assertThat(heard)
                    .doesNotContain("reused " + slot, "created " + slot)
                    .hasSize(200);
            assertThat(pool.statistics().broken()).isEqualTo(1);
            assertThat(broken.ping()).as("the handle heals by itself").isPositive();
            broken.close();
        }
    }

    @Test
    @DisplayName("J8 if all slots are broken one of them gets a new session at once")
    void aPoolOfBrokenSlotsStillServes() {
        try (MongoSessionPool pool = pool(1)) {
            MongoSession broken = pool.session();
            breakNextPing();
            failOnce(broken);

            MongoSession fresh = pool.session();

            assertThat(heard).containsExactly("created 0", "created 0");
            assertThat(fresh.ping()).isPositive();
            assertThat(pool.statistics().broken()).isZero();
            breakNextPing();
            failOnce(broken);
            assertThat(pool.statistics().broken())
                    .as("a handle of the session before concerns nobody")
                    .isZero();
        }
    }

    @Test
    @DisplayName("J4 reset() empties all slots, and handles go on")
    void resetMakesAllFresh() {
        try (MongoSessionPool pool = pool(2)) {
            MongoSession before = pool.session();
            pool.session().close();
            heard.clear();

            pool.reset();
            pool.reset();

            assertThat(pool.statistics().empty()).isEqualTo(2);
            assertThat(before.ping()).isPositive();
            pool.session().close();
            pool.session().close();
            assertThat(heard).allMatch(line -> line.startsWith("created"));
            before.close();
        }
    }

    @Test
    @DisplayName("J9 doNotReuse() has the slot get a new session, and the handle goes on")
    void doNotReuseEmptiesTheSlot() {
        try (MongoSessionPool pool = pool(1)) {
            MongoSession marked = pool.session();
            MongoSession companion = pool.session();
            MongoSession ofMarked = marked.share();
            heard.clear();

            marked.doNotReuse();
            marked.doNotReuse();

            assertThat(marked.ping()).isPositive();
            pool.session().close();
            ofMarked.doNotReuse();
            pool.session().close();
            assertThat(heard).containsExactly("created 0", "reused 0");
            assertThat(companion.ping()).isPositive();
            for (MongoSession each : List.of(marked, companion, ofMarked)) {
                each.close();
            }
            client.session.doNotReuse(); // of no consequence outside a pool
            client.assertStillWorks();
        }
    }

    @Test
    @DisplayName("J2 a copy of a handle is nobody's slot's, a share is")
    void onlySharesCountForTheSlot() {
        try (MongoSessionPool pool = pool(2);
                MongoSession handle = pool.session();
                MongoSession copy = handle.copy();
                MongoSession share = handle.share()) {
            breakNextPing();
            failOnce(copy);
            assertThat(pool.statistics().broken()).isZero();
            breakNextPing();
            failOnce(share);
            assertThat(pool.statistics().broken()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("J5 F7 handles outlive the pool, session() afterwards is a typed error")
    void handlesOutliveThePool() {
        MongoSessionPool pool = pool(2);
        MongoSession handle = pool.session();
        pool.close();
        pool.close();

        assertThat(pool.isClosed()).isTrue();
        assertThat(handle.ping()).isPositive();
        assertThatThrownBy(pool::session)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageStartingWith("session pool is closed");
        pool.reset();
        assertThat(tasks.size()).as("no probe any more").isZero();
        assertThat(pool).hasToString("session pool of 2 slots, 0 ready, 0 broken, closed");
        handle.close();
        assertThat(client.factory.statistics().sessionsOpen()).isEqualTo(1);
    }

    @Test
    @DisplayName("J7 what a listener throws is counted and goes no further")
    void aListenerHarmsNobody() {
        SessionPoolListener hostile = new SessionPoolListener() {
            @Override
            public void sessionCreated(int slot) {
                throw new IllegalStateException("hostile");
            }
        };
        try (MongoSessionPool pool = pool(client.session, SessionPoolOptions.DEFAULTS.listener(hostile));
                MongoSession handle = pool.session()) {
            assertThat(handle.ping()).isPositive();
            assertThat(pool.statistics().listenerErrors()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("J1 the pool has a private copy of a base session, with its settings")
    void theBaseMayBeClosed() {
        MongoSession base = client.factory.openSession();
        base.setMode(Mode.NEAREST);
        try (MongoSessionPool pool = client.factory.sessionPool(base, SessionPoolOptions.DEFAULTS)) {
            base.close();
            try (MongoSession handle = pool.session()) {
                assertThat(handle.mode()).isEqualTo(Mode.NEAREST);
                assertThat(handle.ping()).isPositive();
            }
        }
        Eventually.isTrue(
                "a probe under way at the close is done",
                () -> client.factory.statistics().socketsInUse() == 0);
        assertThatThrownBy(() -> client.factory.sessionPool(base, SessionPoolOptions.DEFAULTS))
                .isInstanceOf(MongoClosedException.class);
    }

    @Test
    @DisplayName("J1 a session of another factory is no base")
    void theBaseHasToBeOfTheSameFactory() throws Exception {
        try (ClientFixture other = ClientFixture.open()) {
            assertThatThrownBy(() -> client.factory.sessionPool(other.session, SessionPoolOptions.DEFAULTS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the base of a session pool has to be a session of the same factory");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    @DisplayName(
            "F1 J2 J4 J5 many threads, errors, resets and probes at once: never more sessions than slots, none left")
    void nothingIsLostUnderLoad(int slots) throws Exception {
        ConcurrentLinkedQueue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
        MongoSessionPool pool = pool(client.session, SessionPoolOptions.DEFAULTS.maxSessions(slots));
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            int number = t;
            running.add(threads.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    try (MongoSession handle = pool.session()) {
                        if (i % 7 == number) {
                            handle.doNotReuse();
                        } else if (i % 31 == number) {
                            pool.reset();
                        } else {
                            handle.ping();
                        }
                    } catch (RuntimeException e) {
                        unexpected.add(e);
                    }
                }
            }));
        }
        for (Future<?> each : running) {
            each.get(60, TimeUnit.SECONDS);
        }

        assertThat(unexpected).isEmpty();
        assertThat(pool.statistics().ready()).isLessThanOrEqualTo(slots);
        assertThat(pool.statistics().inFlight()).isZero();
        assertThat(pool.statistics().handlesGiven()).isEqualTo(1800);
        pool.close();
        assertThat(client.factory.statistics().sessionsOpen()).isEqualTo(1);
    }
}
