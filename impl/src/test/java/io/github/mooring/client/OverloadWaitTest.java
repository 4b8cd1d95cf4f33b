package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Ping;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an operation waits that an overloaded server has refused: how long, with what, and who ends it. Time is the test's. */
@Timeout(300)
class OverloadWaitTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final EmbeddedServer server = EmbeddedServer.start();
    private final ManualClock clock = new ManualClock();
    private final ManualTaskRunner tasks = new ManualTaskRunner(clock::advance);
    private final Cancellation session = new Cancellation();
    private Deployment deployment = open("");

    private Deployment open(String uriOptions) {
        ClientOptions options = ClientOptions.parse(server.uri() + "app?" + uriOptions);
        return new Deployment(
                options,
                clock.clock(),
                tasks,
                SocketFactory.getDefault(),
                options.pool().budget(clock.clock()),
                end -> Resolvers.find(clock.clock(), end),
                new Backoff(() -> 1));
    }

    @AfterEach
    void close() {
        deployment.close();
        server.close();
        threads.shutdownNow();
    }

    private Future<?> refusedPing() throws Exception {
        SessionSettings settings = ClientOptions.parse(server.uri()).sessionSettings();
        server.failCommand(FailCommand.on("ping")
                .errorCode(462)
                .errorLabels("SystemOverloadedError", "RetryableError")
                .build());
        SessionCall call = new SessionCall(
                Identity.anonymous(),
                settings,
                SessionCall.of(Identity.anonymous(), settings).bond(),
                null,
                session);
        return threads.submit(() -> deployment.execute(new Ping(), call));
    }

    private void assertPings(int count) throws Exception {
        clock.awaitWaiters(1);
        assertThat(server.commandCount("ping")).isEqualTo(count);
        assertThat(deployment.sockets().inUse())
                .as("connections while it waits")
                .isZero();
    }

    @Test
    void eachWaitIsTwiceAsLongAndNoConnectionIsHeldMeanwhile() throws Exception {
        Future<?> ping = refusedPing();
        assertPings(1);
        clock.advance(Duration.ofMillis(199));
        assertPings(1);
        clock.advance(Duration.ofMillis(1));
        server.awaitCommand("ping", 2, ClientFixture.PATIENCE);
        assertPings(2);
        clock.advance(Duration.ofMillis(399));
        assertPings(2);
        clock.advance(Duration.ofMillis(1));

        assertThatThrownBy(() -> ping.get(40, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(MongoCommandException.class);
        assertThat(server.commandCount("ping")).isEqualTo(3);
    }

    @Test
    void whoClosesTheDeploymentEndsTheWait() throws Exception {
        Future<?> ping = refusedPing();
        assertPings(1);

        deployment.close();

        assertThatThrownBy(() -> ping.get(40, TimeUnit.SECONDS))
                .hasCauseInstanceOf(MongoClosedException.class)
                .hasMessageContaining("deployment is closed");
    }

    @Test
    void whoClosesTheSessionEndsTheWait() throws Exception {
        Future<?> ping = refusedPing();
        assertPings(1);

        session.cancel();

        assertThatThrownBy(() -> ping.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(MongoClosedException.class);
        assertThat(server.commandCount("ping")).isEqualTo(1);
    }
}
