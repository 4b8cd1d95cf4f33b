package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.time.Clock;
import io.github.mooring.time.StressPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 64 threads run operations of every kind over four sockets, while the network and the server do their worst: connections
 * are reset, also in the middle of a message, dials fail or hang, replies come late, the server refuses newcomers, threads
 * are interrupted, sessions closed under the hands of those who use them, and the pool's listener throws. Every call has
 * one outcome, and it is the answer to what was asked or an error of the library's; nothing is left over.
 */
@Timeout(600)
class ClientStressTest {
    private static final int POLICIES = 3;
    private static final int THREADS = 64;
    private static final int SOCKETS = 4;
    private static final int MONITORS = 1;
    private static final int ENOUGH = 100;
    /** And two more, whichever. */
    private static final List<String> OUTCOMES =
            List.of(StressOutcomes.ANSWERED, "MongoClosedException", "MongoInterruptedException");

    private final EmbeddedServer server = EmbeddedServer.start();
    private final FaultySocketFactory sockets = new FaultySocketFactory();
    private final StressOutcomes outcomes = new StressOutcomes();
    private final List<StressUser> users = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"never", "whenFull", "always"})
    void everyCallHasOneOutcomeAndNothingIsLeftOver(String sharing) throws Exception {
        prepare();
        StressPlan plan = new StressPlan("ClientStressTest " + sharing, POLICIES);
        ThrowingLedger ledger = new ThrowingLedger(plan.seed());
        MongoSessionFactory factory = dial(sharing, ledger);
        try (server;
                CapturedLog warnings = CapturedLog.of(PoolEvents.class.getName(), Level.WARNING)) {
            plan.goOnUntil(() -> outcomes.failure() != null || isEnough(ledger));
            run(factory, plan);

            System.out.println("ClientStressTest " + sharing + ": " + outcomes.begun() + " calls: " + outcomes.ended()
                    + "; " + ledger);
            assertThat(warnings.lines()).isNotEmpty();
            assertOutcomes(plan);
            assertNothingIsHeld(factory, ledger, plan);
            factory.close();
            assertNothingIsLeft(ledger, plan);
        } finally {
            factory.close();
        }
    }

    private void prepare() {
        try (MongoSessionFactory quiet = Mooring.dial(server.uri() + "app");
                MongoSession session = quiet.openSession()) {
            EveryOperation.prepare(session);
        }
    }

    private MongoSessionFactory dial(String sharing, ThrowingLedger ledger) {
        String options = "app?connectTimeoutMS=200&timeoutMS=2000&heartbeatFrequencyMS=500&maxPoolSize=" + SOCKETS;
        return Mooring.dial(
                ClientOptions.parse(server.uri() + options + "&connectionSharing=" + sharing)
                        .withConnectionPoolListener(ledger),
                sockets);
    }

    private void run(MongoSessionFactory factory, StressPlan plan) throws InterruptedException {
        for (int i = 0; i < THREADS; i++) {
            users.add(new StressUser(factory, plan, i, outcomes));
        }
        Thread trouble = StressThread.of("stress-trouble", () -> makeTrouble(plan), outcomes);
        Thread pest = StressThread.of("stress-pest", () -> pester(plan), outcomes);
        users.forEach(user -> user.thread().start());
        trouble.start();
        pest.start();
        StressThread.join(trouble, plan);
        StressThread.join(pest, plan);
        for (StressUser user : users) {
            StressThread.join(user.thread(), plan);
        }
    }

    private void makeTrouble(StressPlan plan) {
        StressTrouble trouble = new StressTrouble(server, sockets, plan.seed().random(-1));
        while (plan.goesOn() && outcomes.failure() == null) {
            trouble.strike();
        }
        trouble.calmDown();
    }

    private void pester(StressPlan plan) {
        Random random = plan.seed().random(-2);
        while (plan.goesOn() && outcomes.failure() == null) {
            StressUser victim = users.get(random.nextInt(THREADS));
            if (random.nextBoolean()) {
                victim.thread().interrupt();
            } else {
                victim.closeSession();
            }
            Clock.system().parkNanos(this, random.nextInt(5_000_000));
        }
    }

    /** What {@link #assertOutcomes} asks for, and that each kind of trouble has come. */
    private boolean isEnough(ThrowingLedger ledger) {
        Map<String, Long> ended = outcomes.ended();
        return outcomes.begun() > ENOUGH + THREADS
                && ended.keySet().containsAll(OUTCOMES)
                && ended.size() > OUTCOMES.size() + 1
                && ledger.cleared() > 0
                && ledger.thrown() > 0;
    }

    private void assertOutcomes(StressPlan plan) {
        assertThat(outcomes.failure()).as("%s", plan).isNull();
        long ended = outcomes.ended().values().stream().mapToLong(n -> n).sum();
        assertThat(ended)
                .as("one outcome each, %s", plan)
                .isEqualTo(outcomes.begun())
                .isGreaterThan(ENOUGH);
        assertThat(outcomes.ended())
                .as("%s", plan)
                .containsKeys(OUTCOMES.toArray(String[]::new))
                .hasSizeGreaterThan(OUTCOMES.size() + 1);
    }

    private void assertNothingIsHeld(MongoSessionFactory factory, ThrowingLedger ledger, StressPlan plan) {
        Eventually.isTrue("every lease has ended: " + ledger, ledger::isSettled);
        Eventually.isTrue("all sockets can be had at once, and no more, " + plan, () -> allCanBeHeld(factory));
        ClientFixture.assertSettled(factory);
        assertThat(factory.statistics().sessionsOpen()).as("sessions, %s", plan).isZero();
        assertThat(sockets.open()).as("sockets, %s", plan).isLessThanOrEqualTo(SOCKETS + MONITORS);
        Eventually.isTrue(
                "the server has as many connections as the client", () -> server.openConnections() == sockets.open());
        assertThat(ledger.cleared()).as("clears, %s", plan).isPositive();
        assertThat(ledger.thrown()).as("thrown, %s", plan).isPositive();
    }

    /** No permit is missing, and there is none too many. */
    private static boolean allCanBeHeld(MongoSessionFactory factory) {
        try (MongoSession session = factory.openSession()) {
            for (int i = 0; i < SOCKETS; i++) {
                EveryOperation.run(session.startRequest(), i);
            }
            return factory.statistics().socketsInUse() == SOCKETS
                    && factory.statistics().socketsOpen() == SOCKETS;
        } catch (MongoException e) {
            return false;
        }
    }

    private void assertNothingIsLeft(ThrowingLedger ledger, StressPlan plan) throws Exception {
        assertThat(sockets.open()).as("sockets after the close, %s", plan).isZero();
        assertThat(server.awaitOpenConnections(0, ClientFixture.PATIENCE)).isTrue();
        Eventually.isTrue("every connection is closed: " + ledger, ledger::isEmpty);
        Eventually.isTrue(
                "no thread of the library's is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("mooring-" + server.address())));
    }
}
