package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.LinkFault;
import io.github.mooring.testkit.lab.Scope;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A primary from which nothing comes any more: no reply, no end, no reset. How long its callers are held, and what becomes of
 * them. The real figures are printed; the bounds have fifteen seconds to spare, because the machine may be busy:
 * still less than whatever else would free them.
 */
@Timeout(300)
class FrozenServerTest {
    /** One of the pool, that of the monitor, and the one over which it measures how far away the server is. */
    private static final int USUAL_CONNECTIONS = 3;

    private static final int CALLS = 8;
    private static final Duration SLACK = Duration.ofSeconds(15);
    /** The monitor finds out within the sum of these. */
    private static final String QUICK_MONITOR = "&heartbeatFrequencyMS=500&connectTimeoutMS=2500";

    private static final Duration FOUND_OUT = Duration.ofMillis(3_100);

    private final Lab lab = Lab.start(3);
    private final LabNode primary = lab.primary().orElseThrow();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private MongoSessionFactory factory = Mooring.dial(lab.uri());
    private MongoSession session = factory.openSession();

    /** Ways for a primary to fall silent. */
    enum Fault {
        /** The process stands still; the system goes on to take connections for it. */
        FROZEN {
            @Override
            void strike(LabNode node) {
                node.freeze();
            }
        },
        /** The network swallows everything. */
        BLACK_HOLED {
            @Override
            void strike(LabNode node) {
                node.network().apply(LinkFault.blackHole());
                node.isolate();
            }
        },
        /** The connections that there are lead nowhere, and new ones work. */
        HALF_OPEN {
            @Override
            void strike(LabNode node) {
                node.network().abandon(Scope.all());
            }
        };

        abstract void strike(LabNode node);
    }

    private void dialWith(String options) {
        factory.close();
        factory = Mooring.dial(lab.uri() + "&connectionSharing=never" + options);
        session = factory.openSession();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        ClientFixture.awaitSettled(factory);
        factory.close();
        lab.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    private MongoCollection<Document> notes() {
        return session.getDatabase("app").getCollection("notes");
    }

    /** Calls that have reached the primary, and that it does not answer before it falls silent. */
    private <T> List<Future<T>> hold(String command, Callable<T> call) throws Exception {
        primary.failCommand(FailCommand.on(command)
                .times(CALLS)
                .block(Duration.ofMinutes(5))
                .build());
        List<Future<T>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(threads.submit(call));
        }
        assertThat(primary.server().awaitCommand(command, CALLS, ClientFixture.PATIENCE))
                .isTrue();
        return calls;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void assertWithin(Duration bound, Duration took, String what) {
        System.out.println(
                what + ": all calls free after " + took.toMillis() + " ms, the bound is " + bound.toMillis());
        assertThat(took).as(what).isLessThan(bound.plus(SLACK));
    }

    @ParameterizedTest
    @CsvSource({
        "FROZEN, auto",
        "FROZEN, poll",
        "BLACK_HOLED, auto",
        "BLACK_HOLED, poll",
        "HALF_OPEN, auto",
        "HALF_OPEN, poll"
    })
    void callsAreFreeWhenTheMonitorHasFoundOutAndThoseThatMayBeRepeatedSucceed(Fault fault, String mode)
            throws Exception {
        dialWith(QUICK_MONITOR + "&serverMonitoringMode=" + mode);
        List<Future<Document>> reads = hold("find", () -> notes().find().first());
        long start = System.nanoTime();

        fault.strike(primary);

        for (Future<Document> read : reads) {
            assertThat(read.get(40, TimeUnit.SECONDS)).isNull();
        }
        assertWithin(FOUND_OUT, since(start), fault + ", monitor " + mode);
    }

    @Test
    void whatMustNotBeRepeatedIsFreeAsWellAndSaysWhy() throws Exception {
        dialWith(QUICK_MONITOR);
        List<Future<?>> writes = new ArrayList<>(hold(
                "update", () -> notes().updateMany(new Document(), new Document("$set", new Document("a", 1)))));
        long start = System.nanoTime();

        primary.freeze();

        for (Future<?> write : writes) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> write.get(40, TimeUnit.SECONDS))
                    .withCauseInstanceOf(MongoSocketException.class)
                    .withMessageContaining("its pool was cleared, because the server is in doubt")
                    .satisfies(e -> assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    MongoSocketException.class,
                                    broken -> assertThat(broken.bytesSent()).isTrue()));
        }
        assertWithin(FOUND_OUT, since(start), "not repeatable");
    }

    @Test
    void aWriteThatIsInterruptedDoesNotComeToTheSameServerAgain() throws Exception {
        dialWith(QUICK_MONITOR);
        List<Future<?>> writes = new ArrayList<>(hold("insert", () -> notes().insertOne(new Document())));

        primary.freeze();

        for (Future<?> write : writes) {
            write.get(40, TimeUnit.SECONDS);
        }
        assertThat(primary.server().commandCount("insert")).isEqualTo(CALLS);
        assertThat(lab.primary().orElseThrow().server().commandCount("insert")).isEqualTo(CALLS);
        assertThat(notes().countDocuments(new Document())).isEqualTo(CALLS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FROZEN", "BLACK_HOLED"})
    void theProbeFreesCallsLongBeforeTheMonitorWould(Fault fault) throws Exception {
        dialWith("&silenceProbeMS=2000");
        List<Future<?>> calls =
                new ArrayList<>(hold("find", () -> notes().find().first()));
        long start = System.nanoTime();

        fault.strike(primary);

        for (Future<?> call : calls) {
            assertThat(call.get(40, TimeUnit.SECONDS)).isNull();
        }
        assertWithin(Duration.ofMillis(2_100), since(start), fault + ", silenceProbeMS=2000");
    }

    @Test
    void theProbeFreesWhoWaitsInTheQueueOrForAConnectionToBeMade() throws Exception {
        dialWith("&silenceProbeMS=1000&maxPoolSize=10&maxConnecting=1");
        List<Future<?>> calls =
                new ArrayList<>(hold("find", () -> notes().find().first()));
        long start = System.nanoTime();

        primary.freeze();
        for (int i = 0; i < 4; i++) {
            calls.add(threads.submit(() -> notes().insertOne(new Document())));
        }

        for (Future<?> call : calls) {
            call.get(40, TimeUnit.SECONDS);
        }
        assertWithin(Duration.ofMillis(1_100), since(start), "in flight, dialing and queueing");
    }

    @Test
    void theProbeFreesWhoseConnectFallsIntoABlackHole() throws Exception {
        dialWith("&silenceProbeMS=1000");
        Eventually.isTrue("all are known", () -> session.liveServers().size() == 3);
        primary.network().fillBacklog();
        primary.isolate();
        long start = System.nanoTime();

        var inserted = threads.submit(() -> notes().insertOne(new Document("_id", 1)));

        assertThat(inserted.get(40, TimeUnit.SECONDS).acknowledged()).isTrue();
        assertWithin(Duration.ofMillis(1_100), since(start), "connect without an answer");
        primary.network().restore();
    }

    @Test
    void aSlowCommandOnALivingServerIsNotDisturbed() throws Exception {
        dialWith("&silenceProbeMS=500");
        notes().insertOne(new Document("_id", 1));
        assertThat(primary.server().awaitOpenConnections(USUAL_CONNECTIONS, ClientFixture.PATIENCE))
                .isTrue();
        primary.failCommand(
                FailCommand.on("find").times(1).block(Duration.ofSeconds(3)).build());

        assertThat(notes().find().first()).isEqualTo(new Document("_id", 1));

        assertThat(primary.server().commandCount("find")).isEqualTo(1);
        assertThat(factory.statistics().socketsOpened()).isEqualTo(1);
        assertThat(primary.server().awaitOpenConnections(USUAL_CONNECTIONS, ClientFixture.PATIENCE))
                .as("the probe's connection ends with the silence")
                .isTrue();
    }

    @Test
    void aServerThatGoesOnIsUsedAgain() throws Exception {
        dialWith("&silenceProbeMS=500&heartbeatFrequencyMS=500&connectTimeoutMS=500");
        List<Future<?>> calls =
                new ArrayList<>(hold("find", () -> notes().find().first()));
        primary.freeze();
        for (Future<?> call : calls) {
            call.get(40, TimeUnit.SECONDS);
        }

        primary.thaw();
        lab.electPrimary(primary);

        notes().insertOne(new Document());
        assertThat(primary.server().commandCount("insert")).isEqualTo(1);
    }
}
