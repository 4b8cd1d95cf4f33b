package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.event.ConnectionCheckOutStarted;
import io.github.mooring.api.event.ConnectionCheckedIn;
import io.github.mooring.api.event.ConnectionCheckedOut;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.api.event.ConnectionCreated;
import io.github.mooring.api.event.ConnectionPoolCleared;
import io.github.mooring.api.event.ConnectionPoolClosed;
import io.github.mooring.api.event.ConnectionPoolCreated;
import io.github.mooring.api.event.ConnectionPoolEvent;
import io.github.mooring.api.event.ConnectionPoolReady;
import io.github.mooring.api.event.ConnectionReady;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Ping;
import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import io.github.mooring.time.ManualClock;
import io.github.mooring.topology.ServerMonitor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the options of pools have the effect that they are said to have. Time and tasks are the test's. */
@Timeout(300)
class PoolWiringTest {
    private static final Identity NOBODY = Identity.anonymous();
    private static final Identity ANN = new Credential("ann", "admin", null, "s3cret".toCharArray());

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final EmbeddedServer server = EmbeddedServer.builder()
            .user("ann", "s3cret", "admin", new Grant(Role.ROOT, "admin"))
            .start();
    private final ManualClock clock = new ManualClock();
    private final ManualTaskRunner tasks = new ManualTaskRunner(this::advance);
    private final RecordingPoolListener heard = new RecordingPoolListener();
    private final Gate gate = new Gate();
    private final List<Deployment> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        opened.forEach(Deployment::close);
        server.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    private Deployment open(String uriOptions) {
        ClientOptions options =
                ClientOptions.parse(server.uri() + "?" + uriOptions).withConnectionPoolListener(heard);
        Deployment deployment = Deployment.open(options, clock.clock(), tasks, SocketFactory.getDefault());
        opened.add(deployment);
        return deployment;
    }

    private static void ping(Deployment deployment, Identity identity) {
        var unused = deployment.execute(
                new Ping(),
                SessionCall.of(identity, ClientOptions.parse("mongodb://h").sessionSettings()));
    }

    /** A ping that holds its connection until the gate is opened. */
    private Future<?> heldPing(Deployment deployment) throws InterruptedException {
        Future<?> ping = threads.submit(() -> deployment.execute(
                new HeldPing(gate),
                SessionCall.of(NOBODY, ClientOptions.parse("mongodb://h").sessionSettings())));
        gate.awaitArrivals(1);
        return ping;
    }

    private void advance(Duration time) {
        clock.advance(time);
        tasks.run("coarse-clock");
    }

    /** Has the server asked how it is, at a time at which that is not too early. */
    private void check() {
        advance(ServerMonitor.LEAST_PAUSE);
        tasks.run("monitor-" + server.address());
    }

    private List<Class<?>> kindsHeard() {
        return heard.events().stream().<Class<?>>map(Object::getClass).toList();
    }

    @Test
    void theConfiguredUsersPoolIsFilledAsSoonAsTheServerIsKnown() {
        Deployment deployment = open("minPoolSize=3");
        assertThat(tasks.has("pool-fill")).isFalse();

        check();
        tasks.run("pool-fill");

        assertThat(deployment.sockets().idle()).isEqualTo(3);
        check();
        assertThat(tasks.has("pool-fill")).as("once is enough").isFalse();
    }

    @Test
    void withoutALeastSizeNobodysPoolIsMadeBeforeSomebodyUsesIt() {
        var unused = open("");

        check();

        assertThat(heard.of(ConnectionPoolCreated.class)).isEmpty();
        assertThat(tasks.has("pool-fill")).isFalse();
    }

    @Test
    void minPoolSizeIsKeptByMaintenanceFromTheFirstUseOnForOtherUsers() {
        Deployment deployment = open("minPoolSize=3");
        check();
        tasks.forget("pool-fill");
        tasks.run("pool-maintenance");
        assertThat(deployment.sockets().size()).as("nobody's").isEqualTo(3);
        ping(deployment, ANN);
        assertThat(deployment.sockets().size()).isEqualTo(4);

        tasks.run("pool-maintenance");

        assertThat(deployment.sockets().idle()).isEqualTo(6);
    }

    @Test
    void minPoolSizeIsKeptByMaintenance() {
        Deployment deployment = open("minPoolSize=3");
        tasks.run("pool-maintenance");
        assertThat(deployment.sockets().size()).as("the server is not known").isZero();
        ping(deployment, NOBODY);
        assertThat(deployment.sockets().size()).isEqualTo(1);

        tasks.run("pool-maintenance");

        assertThat(deployment.sockets().idle()).isEqualTo(3);
        assertThat(server.openConnections()).as("those and the monitor's").isEqualTo(4);
    }

    @Test
    void aNewPoolIsFilledAtOnceInTheBackground() {
        Deployment deployment = open("minPoolSize=3");
        assertThat(tasks.has("pool-fill")).isFalse();
        ping(deployment, NOBODY);

        tasks.run("pool-fill");

        assertThat(deployment.sockets().idle()).isEqualTo(3);
        assertThat(tasks.has("pool-fill")).as("once is enough").isFalse();
    }

    @Test
    void poolsWithoutALeastSizeAreNotFilled() {
        Deployment deployment = open("");
        ping(deployment, NOBODY);

        assertThat(tasks.has("pool-fill")).isFalse();
    }

    @Test
    void poolsAreFilledAgainAtOnceWhenTheirConnectionsWereGivenUp() {
        Deployment deployment = open("minPoolSize=3");
        ping(deployment, NOBODY);
        ping(deployment, ANN);
        tasks.run("pool-maintenance");
        tasks.forget("pool-fill");
        server.failCommand(FailCommand.on("ping").times(1).closeConnection().build());

        assertThatThrownBy(() -> ping(deployment, NOBODY)).isInstanceOf(MongoSocketException.class);
        assertThat(deployment.sockets().size()).isZero();
        tasks.run("pool-fill");

        assertThat(deployment.sockets().idle()).isEqualTo(6);
        assertThat(tasks.has("pool-fill")).isFalse();
    }

    @Test
    void anAttemptToFillThatFailsIsLeftToMaintenance() {
        Deployment deployment = open("minPoolSize=2");
        ping(deployment, NOBODY);
        server.failCommand(FailCommand.on("hello", "isMaster").errorCode(91).build());

        tasks.run("pool-fill");

        assertThat(heard.of(ConnectionPoolCleared.class)).hasSize(1);
        assertThat(tasks.has("pool-fill")).isFalse();
        server.clearFailPoint();
        check();
        assertThat(tasks.has("pool-fill")).isFalse();
        tasks.run("pool-maintenance");
        assertThat(deployment.sockets().idle()).isEqualTo(2);
    }

    @Test
    void aFillThatComesTooLateFindsNothingToDo() {
        Deployment deployment = open("minPoolSize=3");
        ping(deployment, NOBODY);
        deployment.close();

        tasks.run("pool-fill");

        assertThat(deployment.sockets().size()).isZero();
        assertThat(deployment.socketsOpened()).isEqualTo(1);
    }

    @Test
    void withThreadsOfItsOwnAPoolIsSoonFull() throws Exception {
        try (DaemonTaskRunner runner = new DaemonTaskRunner("fill")) {
            ClientOptions options = ClientOptions.parse(server.uri() + "?minPoolSize=3");
            Deployment deployment = Deployment.open(options, Clock.system(), runner, SocketFactory.getDefault());
            opened.add(deployment);
            ping(deployment, NOBODY);

            Eventually.isTrue("three are idle", () -> deployment.sockets().idle() == 3);
        }
    }

    @Test
    void minPoolSizeIsNotIdleTooLong() {
        Deployment deployment = open("minPoolSize=2&maxIdleTimeMS=1000");
        ping(deployment, NOBODY);
        tasks.run("pool-maintenance");

        advance(Duration.ofSeconds(2));
        tasks.run("pool-maintenance");

        assertThat(deployment.sockets().idle()).isEqualTo(2);
    }

    @Test
    void maxLifeTimeEndsConnectionsHoweverBusyTheyAre() {
        Deployment deployment = open("maxLifeTimeMS=10000");
        ping(deployment, NOBODY);
        advance(Duration.ofSeconds(8));
        ping(deployment, NOBODY);
        assertThat(deployment.socketsOpened()).isEqualTo(1);

        advance(Duration.ofSeconds(2));
        ping(deployment, NOBODY);

        assertThat(deployment.socketsOpened()).isEqualTo(2);
        assertThat(heard.of(ConnectionClosed.class))
                .extracting(ConnectionClosed::connectionId)
                .containsExactly(1L);
    }

    @Test
    void maxWaitQueueSizeSendsTheNextCallerAway() throws Exception {
        Deployment deployment = open("maxPoolSize=1&maxWaitQueueSize=1&connectionSharing=never");
        Future<?> holder = heldPing(deployment);
        Future<?> waiter = threads.submit(() -> ping(deployment, NOBODY));
        clock.awaitWaiters(1);

        assertThatThrownBy(() -> ping(deployment, NOBODY))
                .isInstanceOf(MongoWaitQueueTimeoutException.class)
                .hasMessageContaining("maxWaiting=1")
                .hasMessageContaining("raise maxWaitQueueSize or maxPoolSize");

        gate.open();
        for (Future<?> served : List.of(holder, waiter)) {
            Object unused = served.get(40, TimeUnit.SECONDS);
        }
    }

    @Test
    void maxConnectingLimitsHandshakesUnderWay() throws Exception {
        Deployment deployment = open("maxConnecting=1&maxPoolSize=10&maxAdaptiveRetries=0");
        check();
        server.forgetRequests();
        server.failCommand(
                FailCommand.on("hello", "isMaster").block(Duration.ofMinutes(5)).build());
        List<Future<?>> pings = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pings.add(threads.submit(() -> ping(deployment, NOBODY)));
        }
        clock.awaitWaiters(2);
        assertThat(server.awaitCommand("hello", 1, ClientFixture.PATIENCE)).isTrue();

        assertThat(deployment.sockets().creating()).isEqualTo(1);
        assertThat(server.acceptedConnections())
                .as("that one and the monitor's")
                .isEqualTo(2);

        server.clearFailPoint();
        server.dropConnections();
        int failed = 0;
        for (Future<?> ping : pings) {
            try {
                Object unused = ping.get(40, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(MongoConnectException.class);
                failed++;
            }
        }
        assertThat(failed).as("the one whose handshake was cut").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "maxPoolSize=1, 1",
        "maxPoolSize=1&connectionSharing=always, 1",
        "maxPoolSize=2&connectionSharing=always, 1",
        "maxPoolSize=2, 2",
        "maxPoolSize=2&connectionSharing=never, 2",
    })
    void operationsShareAConnectionAsTheyAreTold(String uriOptions, int sockets) throws Exception {
        Deployment deployment = open(uriOptions);
        ping(deployment, NOBODY);
        server.failCommand(FailCommand.on("ping").block(Duration.ofMinutes(5)).build());

        List<Future<?>> pings = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            pings.add(threads.submit(() -> ping(deployment, NOBODY)));
            int leases = i;
            Eventually.isTrue("leases: " + leases, () -> deployment.sockets().leases() == leases);
        }

        assertThat(deployment.sockets().inUse()).isEqualTo(sockets);
        server.dropConnections();
        for (Future<?> ping : pings) {
            assertThatThrownBy(() -> ping.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(MongoSocketException.class);
        }
        assertThat(deployment.sockets().size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"connectionSharing=never", "maxInFlight=1"})
    void whoDoesNotShareWaits(String uriOptions) throws Exception {
        Deployment deployment = open("maxPoolSize=1&" + uriOptions);
        server.failCommand(
                FailCommand.on("ping").times(1).block(Duration.ofMinutes(5)).build());
        Future<?> first = threads.submit(() -> ping(deployment, NOBODY));
        assertThat(server.awaitCommand("ping", 1, ClientFixture.PATIENCE)).isTrue();
        Future<?> second = threads.submit(() -> ping(deployment, NOBODY));

        clock.awaitWaiters(1);
        assertThat(deployment.sockets().waiting()).isEqualTo(1);

        server.dropConnections();
        assertThatThrownBy(() -> first.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(MongoSocketException.class);
        Object unused = second.get(40, TimeUnit.SECONDS);
    }

    @Test
    void whatMayBeLongSharesWithNobody() throws Exception {
        Deployment deployment = open("maxPoolSize=2&connectionSharing=always");
        Future<?> held = heldPing(deployment);

        ping(deployment, NOBODY);

        assertThat(deployment.socketsOpened()).isEqualTo(2);
        gate.open();
        Object unused = held.get(40, TimeUnit.SECONDS);
    }

    @Test
    void aConnectionThatEndedWhileItLayIdleIsNotedBeforeItIsUsed() throws Exception {
        Deployment deployment = open("");
        ping(deployment, NOBODY);
        server.dropConnections();
        assertThat(server.awaitOpenConnections(0, ClientFixture.PATIENCE)).isTrue();
        advance(Duration.ofSeconds(2));

        ping(deployment, NOBODY);

        assertThat(deployment.socketsOpened()).isEqualTo(2);
        assertThat(heard.of(ConnectionClosed.class))
                .extracting(ConnectionClosed::reason)
                .containsExactly(ConnectionClosed.Reason.ERROR);
    }

    @Test
    void maxTotalConnectionsIsOneLimitForAllUsers() {
        Deployment deployment = open("maxTotalConnections=1");
        ping(deployment, NOBODY);
        ping(deployment, ANN);
        ping(deployment, NOBODY);

        assertThat(deployment.sockets().size()).isEqualTo(1);
        assertThat(deployment.socketsOpened()).isEqualTo(3);
        assertThat(heard.of(ConnectionClosed.class))
                .extracting(ConnectionClosed::user)
                .containsExactly(null, "ann@admin");
    }

    @Test
    void maxIdentityPoolsMakesRoomForTheNewcomer() {
        Deployment deployment = open("maxIdentityPools=1");
        ping(deployment, NOBODY);

        ping(deployment, ANN);

        assertThat(deployment.sockets().size()).isEqualTo(1);
        assertThat(heard.of(ConnectionPoolClosed.class))
                .extracting(ConnectionPoolClosed::user)
                .containsExactly((String) null);
    }

    @Test
    void aUserWhosePoolHasExpiredMayComeBack() {
        Deployment deployment = open("maxIdleTimeMS=1000&identityPoolExpiryMS=5000");
        ping(deployment, ANN);
        advance(Duration.ofSeconds(2));
        tasks.run("pool-maintenance");
        assertThat(heard.of(ConnectionPoolClosed.class)).isEmpty();

        advance(Duration.ofSeconds(4));
        tasks.run("pool-maintenance");
        assertThat(heard.of(ConnectionPoolClosed.class))
                .extracting(ConnectionPoolClosed::user)
                .containsExactly("ann@admin");

        ping(deployment, ANN);
        assertThat(heard.of(ConnectionPoolCreated.class)).hasSize(2);
    }

    @Test
    void anOperationIsHeardFromTheFirstToTheLastEvent() {
        Deployment deployment = open("maxPoolSize=5");
        ping(deployment, ANN);
        deployment.close();

        assertThat(kindsHeard())
                .containsExactly(
                        ConnectionPoolCreated.class,
                        ConnectionPoolReady.class,
                        ConnectionCheckOutStarted.class,
                        ConnectionCreated.class,
                        ConnectionReady.class,
                        ConnectionCheckedOut.class,
                        ConnectionCheckedIn.class,
                        ConnectionClosed.class,
                        ConnectionPoolClosed.class);
        assertThat(heard.events()).allSatisfy(event -> {
            assertThat(event.address()).hasToString(server.address());
            assertThat(event.user()).isEqualTo("ann@admin");
        });
    }

    @Test
    void whatClosedAConnectionIsTold() {
        Deployment deployment = open("");
        ping(deployment, NOBODY);
        server.failCommand(FailCommand.on("ping").times(1).closeConnection().build());
        assertThatThrownBy(() -> ping(deployment, NOBODY)).isInstanceOf(MongoSocketException.class);

        assertThat(heard.of(ConnectionClosed.class)).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo(ConnectionClosed.Reason.ERROR);
            assertThat(event.error())
                    .isInstanceOf(MongoSocketException.class)
                    .hasMessageContaining(server.address())
                    .hasMessageContaining("which the server has closed");
        });
    }

    @Test
    void whyAConnectionCouldNotBeOpenedIsToldWithoutThePassword() {
        Deployment deployment = open("");
        Identity impostor = new Credential("ann", "admin", null, "not-h3r-password".toCharArray());
        Throwable thrown = catchThrowable(() -> ping(deployment, impostor));

        assertThat(thrown).isInstanceOf(MongoSecurityException.class);
        assertThat(heard.of(ConnectionClosed.class)).singleElement().satisfies(event -> {
            assertThat(event.error()).isSameAs(thrown);
            assertThat(event.toString()).doesNotContain("h3r");
        });
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("h3r");
    }

    @Test
    void aServerThatGoesDownPutsItsConnectionsInDoubt() throws Exception {
        Deployment deployment = open("");
        Future<?> busy = heldPing(deployment);
        server.failCommand(FailCommand.on("hello", "isMaster").errorCode(91).build());

        assertThatThrownBy(() -> ping(deployment, NOBODY))
                .isInstanceOf(MongoConnectException.class)
                .satisfies(e -> assertThat(((MongoConnectException) e).code()).isEqualTo(91));

        assertThat(heard.of(ConnectionPoolCleared.class)).hasSize(1);
        gate.open();
        Object unused = busy.get(40, TimeUnit.SECONDS);
        assertThat(deployment.sockets().size()).as("it was not kept").isZero();
    }

    @Test
    void aConnectionThatTheServerDoesNotLetInIsNoReasonToDoubtTheOthers() throws Exception {
        Deployment deployment = open("maxAdaptiveRetries=0");
        Future<?> busy = heldPing(deployment);
        server.failCommand(
                FailCommand.on("hello", "isMaster").times(1).closeConnection().build());

        assertThatThrownBy(() -> ping(deployment, NOBODY)).isInstanceOf(MongoConnectException.class);

        assertThat(heard.of(ConnectionPoolCleared.class)).isEmpty();
        gate.open();
        Object unused = busy.get(40, TimeUnit.SECONDS);
        assertThat(deployment.sockets().idle()).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsLostWhileItsUserIsProvedIsReasonToDoubtTheOthers() throws Exception {
        Deployment deployment = open("retryReads=false");
        Future<?> busy = heldPing(deployment);
        server.failCommand(
                FailCommand.on("saslContinue").times(1).closeConnection().build());

        assertThatThrownBy(() -> ping(deployment, ANN)).isInstanceOf(MongoConnectException.class);

        assertThat(heard.of(ConnectionPoolCleared.class)).isNotEmpty();
        gate.open();
        Object unused = busy.get(40, TimeUnit.SECONDS);
        assertThat(deployment.sockets().size()).as("it was not kept").isZero();
    }

    @Test
    void aPoolThatLostARaceIsClosedAgain() throws Exception {
        for (int round = 0; round < 20; round++) {
            Deployment deployment = open("appName=round" + round);
            List<Future<?>> pings = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pings.add(threads.submit(() -> ping(deployment, NOBODY)));
            }
            for (Future<?> ping : pings) {
                Object unused = ping.get(40, TimeUnit.SECONDS);
            }
            deployment.close();
        }

        assertThat(heard.of(ConnectionPoolClosed.class))
                .hasSameSizeAs(heard.of(ConnectionPoolCreated.class))
                .hasSizeGreaterThanOrEqualTo(20);
        assertThat(heard.events()).extracting(ConnectionPoolEvent::user).containsOnlyNulls();
    }
}
