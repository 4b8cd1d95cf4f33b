package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.net.Faults;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.time.Clock;
import io.github.mooring.time.StressPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 64 threads run operations of every kind over four sockets, while the network and the server do their worst: connections
 * are reset, also in the middle of a message, dials fail or hang, replies come late, threads are interrupted. Every call has
 * one outcome, and it is the answer to what was asked or an error of the library's; nothing is left over.
 */
@Timeout(600)
class ClientStressTest {
    private static final int THREADS = 64;
    private static final int SOCKETS = 4;
    private static final int ENOUGH = 200;
    /** Time-outs: one that is often too short, and one that is long enough for most. */
    private static final List<Integer> PATIENCE_MILLIS = List.of(40, 2000);

    private final StressPlan plan = new StressPlan("ClientStressTest");
    private final EmbeddedServer server = EmbeddedServer.start();
    private final FaultySocketFactory sockets = new FaultySocketFactory();
    private final List<Thread> users = new ArrayList<>();
    private final List<Gate> gates = new ArrayList<>();
    private final LongAdder begun = new LongAdder();
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @Test
    void everyCallHasOneOutcomeAndNothingIsLeftOver() throws Exception {
        List<MongoSessionFactory> factories =
                PATIENCE_MILLIS.stream().map(this::dial).toList();
        prepare();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            users.add(thread(i, () -> operate(factories.get(number % factories.size()), number)));
        }
        Thread trouble = thread(-1, this::makeTrouble);
        users.forEach(Thread::start);
        trouble.start();
        join(trouble);
        for (Thread user : users) {
            join(user);
        }

        System.out.println("ClientStressTest: " + begun + " calls: " + new TreeMap<>(outcomes));
        assertThat(failure.get()).as("%s", plan).isNull();
        long ended = outcomes.values().stream().mapToLong(LongAdder::sum).sum();
        assertThat(ended)
                .as("one outcome each, %s", plan)
                .isEqualTo(begun.sum())
                .isGreaterThan(ENOUGH);
        assertThat(outcomes).as("%s", plan).containsKey("answered").hasSizeGreaterThan(2);
        assertAllWork(factories);
        assertNothingLeftOver(factories);
    }

    /** Four sockets in all. */
    private MongoSessionFactory dial(int timeoutMillis) {
        String options = "app?maxPoolSize=" + SOCKETS / PATIENCE_MILLIS.size() + "&connectTimeoutMS=200&timeoutMS=";
        return Mooring.dial(ClientOptions.parse(server.uri() + options + timeoutMillis), sockets);
    }

    private void prepare() {
        try (MongoSessionFactory quiet = Mooring.dial(server.uri() + "app");
                MongoSession session = quiet.openSession()) {
            EveryOperation.prepare(session);
        }
    }

    private void assertAllWork(List<MongoSessionFactory> factories) {
        for (MongoSessionFactory factory : factories) {
            Eventually.isTrue("a session works again", () -> works(factory));
            assertThat(factory.statistics().socketsOpen()).isLessThanOrEqualTo(SOCKETS);
        }
    }

    private static boolean works(MongoSessionFactory factory) {
        try (MongoSession session = factory.openSession()) {
            EveryOperation.run(session, 0);
            return true;
        } catch (MongoException e) {
            return false;
        }
    }

    private void assertNothingLeftOver(List<MongoSessionFactory> factories) throws Exception {
        for (MongoSessionFactory factory : factories) {
            ClientFixture.assertSettled(factory);
            assertThat(factory.statistics().sessionsOpen())
                    .as("sessions, %s", plan)
                    .isZero();
        }
        int pooledAndMonitors = SOCKETS + factories.size();
        assertThat(sockets.open()).as("sockets, %s", plan).isLessThanOrEqualTo(pooledAndMonitors);
        Eventually.isTrue(
                "the server has as many connections as the client", () -> server.openConnections() == sockets.open());
        factories.forEach(MongoSessionFactory::close);
        assertThat(sockets.open()).as("sockets after the close, %s", plan).isZero();
        assertThat(server.awaitOpenConnections(0, ClientFixture.PATIENCE)).isTrue();
        Eventually.isTrue(
                "no thread of the library's is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("mooring-" + server.address())));
        server.close();
    }

    private Thread thread(int number, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                    }
                },
                "stress-" + number);
        thread.setDaemon(true);
        return thread;
    }

    private void join(Thread thread) throws InterruptedException {
        thread.join(plan.patienceMillis());
        assertThat(thread.isAlive())
                .as("%s has not ended: %s, %s", thread, List.of(thread.getStackTrace()), plan)
                .isFalse();
    }

    private void operate(MongoSessionFactory factory, int number) {
        Random random = plan.seed().random(number);
        while (plan.goesOn() && failure.get() == null) {
            begun.increment();
            String outcome;
            try (MongoSession session = factory.openSession()) {
                EveryOperation.run(session, random.nextInt(Integer.MAX_VALUE));
                outcome = "answered";
            } catch (MongoException e) {
                outcome = e.getClass().getSimpleName();
            }
            outcomes.computeIfAbsent(outcome, o -> new LongAdder()).increment();
            boolean unused = Thread.interrupted();
        }
    }

    private void makeTrouble() {
        Random random = plan.seed().random(-1);
        while (plan.goesOn() && failure.get() == null) {
            switch (random.nextInt(10)) {
                case 0 -> server.dropConnections();
                case 1 -> server.pause();
                case 2, 3 -> beLateOrRude(random);
                case 4, 5, 6 -> users.get(random.nextInt(THREADS)).interrupt();
                default -> sockets.otherwise(faults(random));
            }
            Clock.system().parkNanos(this, random.nextInt(20_000_000));
            server.resume();
        }
        sockets.otherwise(Faults.none());
        server.clearFailPoint();
        gates.forEach(Gate::open);
        server.dropConnections(); // the sockets with faults among them
    }

    private void beLateOrRude(Random random) {
        FailCommand.Builder fault =
                FailCommand.on("find", "update", "ping", "getMore", "insert").times(1 + random.nextInt(3));
        server.failCommand(
                random.nextInt(3) == 0
                        ? fault.closeConnection().build()
                        : fault.block(Duration.ofMillis(random.nextInt(100))).build());
    }

    /** What goes wrong with the sockets that are dialed next, at any byte of theirs. */
    private Faults faults(Random random) {
        int bytes = random.nextInt(20_000);
        return switch (random.nextInt(8)) {
            case 0 -> Faults.none().refuse();
            case 1 -> Faults.none().hangConnect(gate());
            case 2 -> Faults.none().resetAfterReading(bytes);
            case 3 -> Faults.none().resetAfterWriting(bytes);
            case 4 -> Faults.none().endAfterReading(bytes);
            case 5 -> Faults.none().blockReadAfter(bytes, gate());
            case 6 -> Faults.none().failAfterWriting(bytes);
            default -> Faults.none().shortReads();
        };
    }

    private Gate gate() {
        Gate gate = new Gate();
        gates.add(gate);
        return gate;
    }
}
