package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.Ping;
import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.time.ManualClock;
import io.github.mooring.topology.ServerMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What sessions share: how far an error reaches, when idle sockets end, whose they are. Time and tasks are the test's. */
class DeploymentTest {
    private static final Identity NOBODY = Identity.anonymous();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final EmbeddedServer server = EmbeddedServer.builder()
            .user("ann", "s3cret", "admin", new Grant(Role.ROOT, "admin"))
            .start();
    private final String monitor = "monitor-" + server.address();
    private final ManualClock clock = new ManualClock();
    private final ManualTaskRunner tasks = new ManualTaskRunner(this::advance);
    private final FaultySocketFactory sockets = new FaultySocketFactory();
    private final ClientOptions options = ClientOptions.parse(server.uri() + "app?maxIdleTimeMS=30000");
    private final Deployment deployment = Deployment.open(options, clock.clock(), tasks, sockets);

    @AfterEach
    void close() throws Exception {
        assertThat(deployment.sockets().inUse()).isZero();
        assertThat(deployment.sockets().waiting()).isZero();
        deployment.close();
        assertThat(sockets.open()).isZero();
        server.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    private <R> R execute(Command<R> command, Identity identity) {
        return deployment.execute(command, SessionCall.of(identity, options.sessionSettings()));
    }

    private void ping() {
        var unused = execute(new Ping(), NOBODY);
    }

    private void advance(Duration time) {
        clock.advance(time);
        tasks.run("coarse-clock");
    }

    /** Has the server asked how it is, at a time at which that is not too early. */
    private void check() {
        advance(ServerMonitor.LEAST_PAUSE);
        tasks.run(monitor);
    }

    /** Opens so many connections at once, which are idle afterwards. */
    private void warmUp(int count) throws Exception {
        Gate gate = new Gate();
        List<Future<?>> pings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pings.add(threads.submit(() -> execute(new HeldPing(gate), NOBODY)));
        }
        gate.awaitArrivals(count);
        gate.open();
        for (Future<?> ping : pings) {
            ping.get(40, TimeUnit.SECONDS);
        }
        assertThat(deployment.sockets().idle()).isEqualTo(count);
    }

    @Test
    void itOpensNothingBeforeItIsAsked() {
        assertThat(sockets.created()).isZero();
        assertThat(tasks.periods())
                .containsOnlyKeys(
                        "coarse-clock",
                        "write-watchdog",
                        "connection-tending",
                        "late-replies",
                        monitor,
                        "pool-maintenance")
                .contains(entry(monitor, options.topology().heartbeatFrequency()));
        assertThat(deployment.heartbeat().answered()).isZero();
    }

    @Test
    void aNetworkErrorEndsTheIdleConnectionsOfItsTimeToo() throws Exception {
        warmUp(3);
        server.failCommand(FailCommand.on("ping").times(1).closeConnection().build());

        assertThatThrownBy(this::ping).isInstanceOf(MongoSocketException.class);

        assertThat(deployment.sockets().size()).isZero();
        ping();
        assertThat(deployment.socketsOpened()).isEqualTo(4);
    }

    @Test
    @DisplayName("F32 N9 a server that is not the primary is asked again by the next operation, on the same connection")
    void notPrimaryIsTheAnswerToOneOperationOnly() {
        ping();
        server.failCommand(FailCommand.on("ping").times(1).errorCode(10107).build());

        assertThatThrownBy(this::ping)
                .isInstanceOfSatisfying(
                        MongoCommandException.class, e -> assertThat(e.code()).isEqualTo(10107));

        ping();
        assertThat(deployment.socketsOpened()).isEqualTo(1);
    }

    @Test
    @DisplayName("F32 a server that is going down takes its connections along, and the next operation dials")
    void shutdownEndsTheConnectionsOfItsTime() throws Exception {
        warmUp(3);
        server.failCommand(FailCommand.on("ping").times(1).errorCode(91).build());

        assertThatThrownBy(this::ping).isInstanceOf(MongoCommandException.class);

        assertThat(deployment.sockets().size()).isZero();
        ping();
        assertThat(deployment.socketsOpened()).isEqualTo(4);
    }

    @Test
    void aNetworkErrorOnAnOlderConnectionDoesNotEndNewerOnes() throws Exception {
        Gate gate = new Gate();
        Future<?> older = threads.submit(() -> execute(new HeldPing(gate), NOBODY));
        gate.awaitArrivals(1);
        server.failCommand(FailCommand.on("ping").times(1).closeConnection().build());
        assertThatThrownBy(this::ping).isInstanceOf(MongoSocketException.class); // clears the pool
        ping();
        assertThat(deployment.socketsOpened()).isEqualTo(3);
        server.failCommand(FailCommand.on("ping").times(1).closeConnection().build());

        gate.open();

        assertThatThrownBy(() -> older.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(MongoSocketException.class);
        assertThat(deployment.sockets().idle())
                .as("the newer one is still there")
                .isEqualTo(1);
        ping();
        assertThat(deployment.socketsOpened()).isEqualTo(3);
    }

    @Test
    void aConnectionThatWasCondemnedWhileInUseEndsWithItsOperation() throws Exception {
        Gate gate = new Gate();
        Future<?> older = threads.submit(() -> execute(new HeldPing(gate), NOBODY));
        gate.awaitArrivals(1);
        server.failCommand(FailCommand.on("ping").times(1).closeConnection().build());
        assertThatThrownBy(this::ping).isInstanceOf(MongoSocketException.class);

        gate.open();

        assertThat(older.get(40, TimeUnit.SECONDS)).as("it was sound after all").isNotNull();
        assertThat(deployment.sockets().size()).isZero();
    }

    @Test
    @DisplayName("F35 a server that fails its monitor loses its idle connections")
    void aServerThatFailsItsMonitorLosesItsIdleConnections() throws Exception {
        tasks.run(monitor);
        assertThat(deployment.heartbeat().answered()).isEqualTo(1);
        warmUp(2);
        server.failCommand(FailCommand.on("hello", "isMaster").closeConnection().build());

        check();

        assertThat(deployment.heartbeat().failed())
                .as("it is asked once more before it is believed to be gone")
                .isEqualTo(2);
        assertThat(deployment.heartbeat().error()).contains("instead of answering hello");
        assertThat(deployment.sockets().size()).isZero();
        server.clearFailPoint();
        check();
        assertThat(deployment.heartbeat().error()).isNull();
        assertThat(deployment.heartbeat().answered()).isEqualTo(2);
        ping();
    }

    @Test
    void idleSocketsEndAfterTheirTimeAndNotBefore() throws Exception {
        warmUp(2);
        advance(Duration.ofSeconds(20));
        ping();
        advance(Duration.ofMillis(9_999));
        tasks.run("pool-maintenance");
        assertThat(deployment.sockets().idle()).isEqualTo(2);

        advance(Duration.ofMillis(1));
        tasks.run("pool-maintenance");

        assertThat(deployment.sockets().idle()).as("the one used 10 s ago").isEqualTo(1);
        assertThat(server.awaitOpenConnections(2, ClientFixture.PATIENCE))
                .as("that one and the monitor's")
                .isTrue();
    }

    @Test
    void aSocketThatWasIdleForTooLongIsNotUsedEvenIfNobodyHasCollectedIt() throws Exception {
        warmUp(1);
        advance(Duration.ofSeconds(31));

        ping();

        assertThat(deployment.socketsOpened()).isEqualTo(2);
        assertThat(deployment.sockets().size()).isEqualTo(1);
    }

    @Test
    void theDeadlineOfAnOperationCountsItsWaits() throws Exception {
        ClientOptions narrow = ClientOptions.parse(server.uri() + "app?maxPoolSize=1&timeoutMS=5000");
        try (Deployment one = Deployment.open(narrow, clock.clock(), new ManualTaskRunner(), sockets)) {
            Gate gate = new Gate();
            Future<?> holder = threads.submit(
                    () -> one.execute(new HeldPing(gate), SessionCall.of(NOBODY, narrow.sessionSettings())));
            gate.awaitArrivals(1);
            Future<?> waiter =
                    threads.submit(() -> one.execute(new Ping(), SessionCall.of(NOBODY, narrow.sessionSettings())));
            clock.awaitWaiters(1);

            clock.advance(Duration.ofSeconds(5));

            assertThatThrownBy(() -> waiter.get(40, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MongoWaitQueueTimeoutException.class)
                    .hasMessageContaining("no resource came free within 5000 ms, ended by the operation's deadline")
                    .hasMessageContaining("(max=1 inUse=1 creating=0 idle=0 destroying=0 waiting=1)");
            gate.open();
            assertThatThrownBy(() -> holder.get(40, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MongoOperationTimeoutException.class)
                    .hasMessageContaining("to " + server.address() + ": it was not sent in time");
            assertThat(one.sockets().idle())
                    .as("nothing was sent, so the connection is sound")
                    .isEqualTo(1);
        }
    }

    @Test
    void identitiesHaveSocketsOfTheirOwnAndAnErrorReachesThemAll() throws Exception {
        Identity ann = new Credential("ann", "admin", null, "s3cret".toCharArray());
        var unused = execute(new Ping(), ann);
        ping();
        assertThat(server.connections())
                .extracting(connection -> String.valueOf(connection.user()))
                .as("hers, nobody's, and the monitor's")
                .containsExactlyInAnyOrder("ann@admin", "null", "null");
        assertThat(deployment.sockets().idle()).isEqualTo(2);

        server.failCommand(FailCommand.on("ping").times(1).closeConnection().build());
        assertThatThrownBy(this::ping).isInstanceOf(MongoSocketException.class);

        assertThat(deployment.sockets().size())
                .as("the server is in doubt, for everybody")
                .isZero();
    }

    @Test
    void aClosedDeploymentRunsNothingAndHasNoTasks() {
        ping();
        deployment.close();
        deployment.close();

        assertThat(deployment.isClosed()).isTrue();
        assertThat(tasks.size()).isZero();
        assertThat(sockets.open()).isZero();
        assertThatThrownBy(this::ping)
                .isInstanceOf(MongoClosedException.class)
                .hasMessage("deployment is closed: thread '"
                        + Thread.currentThread().getName() + "' closed it; open a new one");
    }
}
