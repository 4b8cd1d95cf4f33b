package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.time.DaemonTaskRunner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No operation makes a thread: those that there are come from the task runner. */
class ThreadCensusTest {
    private static final String CALLER = "census-caller";
    private static final int CALLERS = 16;
    private static final int ROUNDS = 4;

    private final EmbeddedServer server = EmbeddedServer.start();
    private final Crowd callers = new Crowd(CALLERS, CALLER);
    private final String options = server.uri() + "app?maxPoolSize=4";

    @AfterEach
    void endCallers() throws Exception {
        callers.end();
    }

    @Test
    void operationsOfEveryKindMakeNoThread() throws Exception {
        try (server) {
            List<ThreadStarts.Start> starts;
            try (ThreadStarts recorded = new ThreadStarts();
                    MongoSessionFactory factory = Mooring.dial(options);
                    MongoSessionFactory impatient = Mooring.dial(options + "&timeoutMS=100")) {
                runEverything(factory, impatient);
                assertThat(ours()).allMatch(name -> name.matches(runnersThreads()));
                assertThat(ours()).hasSizeLessThanOrEqualTo(2);
                starts = recorded.end();
            }
            assertThat(starts)
                    .as("the recording works")
                    .anyMatch(start -> start.name().equals(CALLER));
            assertThat(starts.stream().filter(this::isTheLibrarys))
                    .isNotEmpty()
                    .allMatch(start -> start.isBy(DaemonTaskRunner.class))
                    .allMatch(start -> start.name().matches(runnersThreads()));
            Eventually.isTrue("the runner's threads have ended", () -> ours().isEmpty());
        }
    }

    @Test
    void aThreadMadeByAnOperationIsNoticed() throws Exception {
        try (server;
                ThreadStarts recorded = new ThreadStarts();
                MongoSessionFactory factory = Mooring.dial(options);
                MongoSession session = factory.openSession()) {
            EveryOperation.prepare(session);
            session.getDatabase("app").getCollection("numbered").find().forEach(ThreadCensusTest::startAThread);

            assertThat(recorded.end().stream().filter(this::isTheLibrarys))
                    .anyMatch(start -> !start.isBy(DaemonTaskRunner.class));
        }
    }

    private static void startAThread(Object unused) {
        new Thread(() -> {}, "made by the code that a query calls").start();
    }

    private boolean isTheLibrarys(ThreadStarts.Start start) {
        return start.isCausedByTheLibrary(ThreadCensusTest.class);
    }

    private void runEverything(MongoSessionFactory factory, MongoSessionFactory impatient) throws Exception {
        try (MongoSession session = factory.openSession()) {
            EveryOperation.prepare(session);
        }
        callers.together(ROUNDS, number -> operate(factory, number, true));
        server.failCommand(
                FailCommand.on("find", "ping").block(Duration.ofSeconds(1)).build());
        callers.together(ROUNDS, number -> operate(impatient, number, false));
        server.clearFailPoint();
        server.dropConnections();
        callers.together(ROUNDS, number -> operate(factory, number, false));
    }

    private static void operate(MongoSessionFactory factory, int number, boolean mustSucceed) {
        try (MongoSession session = factory.openSession();
                MongoSession copy = session.copy()) {
            EveryOperation.run(copy, number);
        } catch (MongoException e) {
            if (mustSucceed) {
                throw e;
            }
        }
    }

    /** The names of the live threads that belong to this test's factory, without the task that one of them may be running. */
    private Set<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(server.address()))
                .map(name -> name.replaceFirst("(-(?:scheduler|worker))-.*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String runnersThreads() {
        return "mooring-" + server.address() + "-(scheduler|worker)";
    }
}
