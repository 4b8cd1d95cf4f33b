package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Ping;
import io.github.mooring.session.Bond;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.MemberOptions;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.ManualClock;
import io.github.mooring.topology.Heartbeat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers behind a name: how operations wait for them, what they are told, and how servers come and go. Time, tasks and name
 * servers are the test's; the servers are real.
 */
@Timeout(300)
class SrvDeploymentTest {
    /** The domain of this name is {@code 0.0.1}, and 127.0.0.1 is in it. */
    private static final String NAME = "cluster.0.0.1";

    private static final String QUERY = "_mongodb._tcp." + NAME;
    private static final String TASK = "srv-" + NAME;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MemoryDns dns = new MemoryDns();
    private final ManualClock clock = new ManualClock();
    private final ManualTaskRunner tasks = new ManualTaskRunner(this::advance);
    private final FaultySocketFactory sockets = new FaultySocketFactory();
    private @Nullable Deployment opened;

    @AfterEach
    void close() throws Exception {
        if (opened != null) {
            assertThat(opened.sockets().inUse()).isZero();
            opened.close();
            assertThat(tasks.has(TASK)).isFalse();
        }
        assertThat(sockets.open()).isZero();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    private void advance(Duration time) {
        clock.advance(time);
        if (tasks.has("coarse-clock")) {
            tasks.run("coarse-clock");
        }
    }

    private Deployment open(ClientOptions options) {
        Deployment deployment = Deployment.open(options, clock.clock(), tasks, sockets, dns);
        opened = deployment;
        return deployment;
    }

    private Deployment open(String more) {
        return open(ClientOptions.parse(uri(more)));
    }

    private static String uri(String more) {
        return "mongodb+srv://" + NAME + "/?tls=false&" + more;
    }

    private void name(EmbeddedServer server) {
        dns.server(QUERY, server.port(), "127.0.0.1");
    }

    private static void ping(Deployment deployment, Identity user) {
        var unused = deployment.execute(
                new Ping(),
                SessionCall.of(user, ClientOptions.parse("mongodb://h").sessionSettings()));
    }

    private static void ping(Deployment deployment) {
        ping(deployment, Identity.anonymous());
    }

    private Future<?> pingElsewhere(Deployment deployment) throws InterruptedException {
        Future<?> ping = threads.submit(() -> ping(deployment));
        clock.awaitWaiters(1);
        return ping;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            Future<?> operation, Class<? extends Throwable> how) {
        Throwable failure = catchThrowable(() -> operation.get(40, TimeUnit.SECONDS));
        assertThat(failure).isInstanceOf(ExecutionException.class);
        return assertThat(failure.getCause()).isInstanceOf(how);
    }

    @Test
    void itAsksNobodyBeforeItsTaskRuns() {
        Deployment deployment = open("");

        assertThat(dns.questions()).isEmpty();
        assertThat(tasks.size()).isEqualTo(1);
        assertThat(tasks.has(TASK)).isTrue();
        assertThat(deployment.server()).isEqualTo(new ServerAddress(NAME, 27017));
        assertThat(deployment.liveServers()).isEmpty();
        assertThat(deployment.heartbeat()).isEqualTo(Heartbeat.NONE);
        assertThat(deployment.socketsOpened()).isZero();
    }

    @Test
    void theFirstOperationHasTheNameAskedForAndTheNextOnesDoNot() {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            name(server);
            Deployment deployment = open("");

            ping(deployment);
            ping(deployment);
            assertThat(dns.questions()).containsExactly("SRV " + QUERY, "TXT " + NAME);
            assertThat(deployment.server()).isEqualTo(new ServerAddress("127.0.0.1", server.port()));
            deployment.close();
        }
    }

    @Test
    void whereTheTextSaysWhichDatabaseKnowsTheUsersItIsAskedEvenForThoseNamedBefore() {
        try (EmbeddedServer server = EmbeddedServer.builder()
                .requireAuthentication()
                .user("ann", "s3cret", "people", new Grant(Role.READ_WRITE, "app"))
                .user("bob", "hush", "people", new Grant(Role.READ_WRITE, "app"))
                .start()) {
            name(server);
            ClientOptions options =
                    ClientOptions.parse("mongodb+srv://ann:s3cret@" + NAME + "/?tls=false&maxPoolSize=1");
            Identity bob = options.signOn().identityOf("bob", "hush".toCharArray());
            Deployment deployment = open(options);
            assertThatThrownBy(() -> ping(deployment, options.identity()))
                    .as("without the text")
                    .isInstanceOf(MongoSecurityException.class)
                    .hasMessageContaining("admin");
            deployment.close();

            dns.text(NAME, "authSource=people");
            Deployment told = open(options);
            for (int i = 0; i < 2; i++) {
                ping(told, options.identity());
                ping(told, bob);
            }
            assertThat(told.socketsOpened()).as("one for each user").isEqualTo(2);
            told.close();
        }
    }

    @Test
    void theReplicaSetOfTheTextIsHeldTo() {
        try (Lab lab = Lab.start(1)) {
            dns.server(QUERY, lab.node(0).port(), "127.0.0.1");
            dns.text(NAME, "replicaSet=other");
            Deployment strange = open("");
            assertThatThrownBy(() -> ping(strange))
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageContaining("belongs to the replica set 'lab', not to 'other'");
            strange.close();

            dns.clear();
            dns.server(QUERY, lab.node(0).port(), "127.0.0.1");
            dns.text(NAME, "replicaSet=" + lab.name());
            Deployment own = open("");
            ping(own);
            own.close();
        }
    }

    @Test
    void whoWaitsIsToldAfterAGraceWhyNobodyIsFoundAndLaterItHeals() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            name(server);
            dns.fail(new IOException("no name server has told (192.0.2.1:53: no answer within 5000 ms)"));
            Deployment deployment = open("");
            Future<?> early = pingElsewhere(deployment);

            clock.advance(Duration.ofMillis(1_700));
            tasks.run(TASK);
            clock.awaitWaiters(1);
            assertThat(early).as("within the grace").isNotDone();
            clock.advance(Duration.ofSeconds(1));
            tasks.run(TASK);
            assertFails(early, MongoConnectException.class)
                    .hasMessage("no server is known, and has not been for 2000 ms: mongodb+srv://" + NAME
                            + ": no name server has told (192.0.2.1:53: no answer within 5000 ms)");
            assertThat(deployment.heartbeat().failed()).isGreaterThanOrEqualTo(3);
            assertThat(deployment.heartbeat().error()).contains("192.0.2.1:53");

            dns.fail(null);
            Future<?> late = pingElsewhere(deployment);
            clock.advance(Duration.ofSeconds(1));
            tasks.run(TASK);
            assertThat(late).succeedsWithin(Duration.ofSeconds(40));
            assertThat(deployment.heartbeat().error()).isNull();
            deployment.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no record", "outside of the domain", "forbidden text", "two texts"})
    void aRefusalIsToldAtOnceAndAskedForAgainByTheNext(String wrong) {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            Deployment deployment = open("");
            switch (wrong) {
                case "no record" -> {}
                case "outside of the domain" -> dns.server(QUERY, 27017, "a.evil.com");
                case "forbidden text" -> {
                    name(server);
                    dns.text(NAME, "maxPoolSize=1");
                }
                default -> {
                    name(server);
                    dns.text(NAME, "replicaSet=a");
                    dns.text(NAME, "replicaSet=a");
                }
            }
            assertThatExceptionOfType(MongoConfigurationException.class)
                    .isThrownBy(() -> ping(deployment))
                    .withMessageContaining("mongodb+srv://" + NAME + ": ");

            dns.clear();
            name(server);
            clock.advance(Duration.ofSeconds(1));
            ping(deployment);
            deployment.close();
        }
    }

    @Test
    void theTimeToFindAServerLimitsThisWaitToo() {
        dns.fail(new IOException("no answer"));
        dns.duringSrv(() -> clock.advance(Duration.ofMillis(700)));
        Deployment deployment = open("serverSelectionTimeoutMS=600");

        assertThatExceptionOfType(MongoServerSelectionTimeoutException.class)
                .isThrownBy(() -> ping(deployment))
                .withMessageContaining("timed out after 600 ms")
                .withMessageContaining("srv:" + NAME)
                .withMessageContaining("no answer");
    }

    @Test
    void nameServersAreAskedEverMoreSeldomWhileNobodyWaits() {
        dns.fail(new IOException("no answer"));
        open("heartbeatFrequencyMS=3000");
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Duration pause = tasks.run(TASK);
            pauses.add(pause.toMillis());
            clock.advance(pause);
        }
        assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_000L, 3_000L);
    }

    @Test
    void whoComesWhileTheyAreDownDoesNotHaveThemAskedWithoutAPause() throws Exception {
        dns.fail(new IOException("no answer"));
        Deployment deployment = open("");
        for (int i = 0; i < 4; i++) {
            clock.advance(tasks.run(TASK));
        }
        tasks.run(TASK);
        int asked = dns.questions().size();
        Future<?> waiting = pingElsewhere(deployment);

        assertThat(dns.questions()).hasSize(asked);
        assertThat(tasks.run(TASK)).isEqualTo(Duration.ofSeconds(1));
        deployment.close();
        assertFails(waiting, MongoClosedException.class);
    }

    @Test
    void troubleIsLoggedOnceForEachReason() {
        try (CapturedLog log = CapturedLog.of(SrvLookup.class.getName(), Level.ALL)) {
            open("");
            for (String reason : List.of("one", "one", "two")) {
                dns.fail(new IOException(reason));
                clock.advance(Duration.ofSeconds(1));
                tasks.run(TASK);
            }
            assertThat(log.lines())
                    .containsExactly(
                            "MOOR0110: mongodb+srv://" + NAME + ": one; it is tried again",
                            "MOOR0110: mongodb+srv://" + NAME + ": two; it is tried again");
        }
    }

    @Test
    void aClosedDeploymentASessionAndAnInterruptEndTheWait() throws Exception {
        dns.fail(new IOException("no answer"));
        Deployment deployment = open("");
        Cancellation session = new Cancellation();
        Future<?> closedSession = threads.submit(() -> deployment.execute(
                new Ping(),
                new SessionCall(
                        Identity.anonymous(),
                        ClientOptions.parse("mongodb://h").sessionSettings(),
                        new Bond(),
                        null,
                        session)));
        clock.awaitWaiters(1);
        session.cancel();
        assertFails(closedSession, MongoClosedException.class);

        Thread[] caller = new Thread[1];
        Future<?> interrupted = threads.submit(() -> {
            caller[0] = Thread.currentThread();
            ping(deployment);
        });
        clock.awaitWaiters(1);
        caller[0].interrupt();
        assertFails(interrupted, MongoInterruptedException.class);

        Future<?> last = pingElsewhere(deployment);
        deployment.close();
        assertFails(last, MongoClosedException.class).hasMessageContaining("deployment is closed");
    }

    @Test
    void whatIsFoundAfterTheEndIsClosed() {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            name(server);
            Deployment deployment = open("");
            dns.duringSrv(deployment::close);

            tasks.run(TASK);
            assertThat(tasks.size()).isZero();
            assertThatThrownBy(() -> ping(deployment)).isInstanceOf(MongoClosedException.class);
        }
    }

    @Test
    void aReplicaSetSaysItselfWhoBelongsToItSoTheNameIsNotAskedForAgain() {
        try (Lab lab = Lab.start(1)) {
            dns.server(QUERY, lab.node(0).port(), "127.0.0.1");
            Deployment deployment = open("");
            ping(deployment);
            int asked = dns.questions().size();

            tasks.run(TASK);
            assertThat(dns.questions()).hasSize(asked);
            assertThat(tasks.has(TASK)).isFalse();
            deployment.close();
        }
    }

    @Test
    void mongosComeAndGoWithTheRecords() {
        try (Lab lab = Lab.builder().routers(1).start()) {
            LabNode first = lab.node(0);
            LabNode second = lab.add(MemberOptions.electable());
            dns.server(QUERY, first.port(), "127.0.0.1", Duration.ofSeconds(90));
            Deployment deployment = open("");
            ping(deployment);
            assertThat(deployment.liveServers()).containsExactly(address(first));

            dns.server(QUERY, second.port(), "127.0.0.1", Duration.ofSeconds(90));
            dns.server(QUERY, 27017, "elsewhere.evil.com", Duration.ofSeconds(90));
            assertThat(tasks.run(TASK)).isEqualTo(Duration.ofSeconds(90));
            tasks.run("monitor-" + address(second));
            assertThat(deployment.liveServers()).containsExactly(address(first), address(second));

            dns.clear();
            assertThat(tasks.run(TASK)).as("no answer").isEqualTo(Duration.ofSeconds(10));
            assertThat(deployment.liveServers()).hasSize(2);

            dns.server(QUERY, second.port(), "127.0.0.1");
            tasks.run(TASK);
            assertThat(deployment.liveServers()).containsExactly(address(second));
            assertThat(tasks.has("monitor-" + address(first))).isFalse();
            assertThat(deployment.sockets().size()).as("those to the first").isZero();
            ping(deployment);
            deployment.close();
        }
    }

    private static ServerAddress address(LabNode node) {
        return new ServerAddress("127.0.0.1", node.port());
    }

    @Test
    void theServiceOfTheNameIsAskedFor() {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            dns.server("_other._tcp." + NAME, server.port(), "127.0.0.1");
            Deployment deployment = open("srvServiceName=other");

            ping(deployment);
            assertThat(dns.questions()).containsExactly("SRV _other._tcp." + NAME, "TXT " + NAME);
            deployment.close();
        }
    }

    @Test
    void noMoreThanSrvMaxHostsAreUsed() {
        for (int port = 20_000; port < 20_020; port++) {
            dns.server(QUERY, port, "127.0.0.1");
        }
        Deployment deployment = open("srvMaxHosts=3");

        tasks.run(TASK);
        assertThat(tasks.periods().keySet().stream().filter(name -> name.startsWith("monitor-")))
                .hasSize(3);
        assertThat(deployment.liveServers()).isEmpty();
    }
}
