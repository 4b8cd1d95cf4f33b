package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The factory: its numbers are true and its end leaves nothing behind. */
class FactoryTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final EmbeddedServer server = EmbeddedServer.start();
    private final FaultySocketFactory sockets = new FaultySocketFactory();
    private final MongoSessionFactory factory = dial("heartbeatFrequencyMS=600000");

    private MongoSessionFactory dial(String options) {
        return Mooring.dial(ClientOptions.parse(server.uri() + "app?" + options), sockets);
    }

    @BeforeEach
    void awaitPing() {
        Eventually.isTrue("the first ping", () -> factory.statistics().pings() == 1);
    }

    @AfterEach
    void close() throws Exception {
        factory.close();
        server.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void itsNumbersAreTrue() {
        MongoSession first = factory.openSession();
        MongoSession second = factory.openSession();
        assertThat(factory.statistics().socketsOpened())
                .as("sessions cost no socket")
                .isZero();

        first.ping();
        second.ping();
        first.close();
        FactoryStatistics numbers = factory.statistics();

        assertThat(numbers.server().toString()).isEqualTo(server.address());
        assertThat(numbers.sessionsOpened()).isEqualTo(2);
        assertThat(numbers.sessionsOpen()).isEqualTo(1);
        assertThat(numbers.socketsOpened()).isEqualTo(1);
        assertThat(numbers.socketsOpen()).isEqualTo(1);
        assertThat(numbers.socketsInUse()).isZero();
        assertThat(numbers.callersWaiting()).isZero();
        assertThat(numbers.pings()).isEqualTo(1);
        assertThat(numbers.pingsFailed()).isZero();
        assertThat(numbers.roundTripTime())
                .hasValueSatisfying(time -> assertThat(time).isPositive().isLessThan(Duration.ofSeconds(10)));
        assertThat(numbers.lastPingAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(numbers.lastError()).isNull();
        second.close();
    }

    @Test
    void itsNumbersTellThatTheServerIsGone() throws Exception {
        MongoSessionFactory impatient = dial("heartbeatFrequencyMS=500");
        try {
            Eventually.isTrue("a ping", () -> impatient.statistics().pings() > 0);
            server.close();

            Eventually.isTrue("a failed ping", () -> impatient.statistics().pingsFailed() > 1);
            assertThat(impatient.statistics().lastError())
                    .contains("cannot connect to " + server.address())
                    .contains("connection refused");
            assertThat(impatient.statistics().roundTripTime()).isPresent();
        } finally {
            impatient.close();
        }
    }

    @Test
    void itsSessionsFailClearlyOnceItIsClosed() {
        MongoSession session = factory.openSession();
        session.ping();

        factory.close();
        factory.close();

        String text = "session factory is closed: thread '"
                + Thread.currentThread().getName() + "' closed it; open a new one";
        List.<Runnable>of(
                        session::ping,
                        factory::openSession,
                        () -> factory.openSession("ann", new char[] {'x'}),
                        session::copy,
                        () -> session.getDatabase().getCollection("notes").insertOne(doc("{}")))
                .forEach(use -> assertThatThrownBy(use::run)
                        .isInstanceOf(MongoClosedException.class)
                        .hasMessage(text));
        session.close();
        assertThat(factory.statistics().sessionsOpen()).isZero();
        assertThat(factory).hasToString("session factory of " + server.address() + ", closed");
    }

    @Test
    void closingItLeavesNoThreadAndNoSocket() throws Exception {
        MongoSession session = factory.openSession();
        session.ping();
        assertThat(sockets.open()).isEqualTo(2);

        factory.close();

        assertThat(sockets.open()).isZero();
        assertThat(server.awaitOpenConnections(0, ClientFixture.PATIENCE)).isTrue();
        Eventually.isTrue("its threads have ended", () -> ownThreads().isEmpty());
    }

    @Test
    void closingItEndsWhatIsUnderWay() throws Exception {
        MongoSession session = factory.openSession();
        server.failCommand(FailCommand.on("ping").block(Duration.ofMinutes(5)).build());
        Future<Duration> silent = threads.submit(session::ping);
        assertThat(server.awaitCommand("ping", 1, ClientFixture.PATIENCE)).isTrue();

        factory.close();

        assertThat(catchThrowable(() -> silent.get(40, TimeUnit.SECONDS)))
                .cause()
                .isInstanceOf(MongoClosedException.class)
                .hasMessage("deployment is closed: thread '"
                        + Thread.currentThread().getName() + "' closed it; open a new one")
                .extracting(e -> ((MongoException) e).bytesSent())
                .isEqualTo(true);
        assertThat(sockets.open()).isZero();
        ClientFixture.assertSettled(factory);
    }

    @Test
    void closingItSendsTheWaitQueueAway() throws Exception {
        MongoSessionFactory narrow = dial("maxPoolSize=1&connectionSharing=never");
        MongoSession session = narrow.openSession();
        server.failCommand(FailCommand.on("ping").block(Duration.ofMinutes(5)).build());
        Future<Duration> silent = threads.submit(session::ping);
        Future<Duration> waiting = threads.submit(session::ping);
        Eventually.isTrue("one waits", () -> narrow.statistics().callersWaiting() == 1);

        narrow.close();

        for (Future<Duration> one : List.of(silent, waiting)) {
            assertThat(catchThrowable(() -> one.get(40, TimeUnit.SECONDS)))
                    .hasCauseInstanceOf(MongoClosedException.class)
                    .hasMessageContaining("deployment is closed: thread '");
        }
    }

    private List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mooring-" + server.address()))
                .toList();
    }
}
