package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionPool;
import io.github.mooring.api.SessionPoolOptions;
import io.github.mooring.testkit.server.FailCommand;
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
import org.junit.jupiter.api.Timeout;

/** What {@code mgosession} did wrong, as far as {@link SessionPoolTest} does not show it. */
@Timeout(300)
class SessionPoolFlawsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ManualTaskRunner tasks = new ManualTaskRunner();

    @AfterEach
    void endThreads() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    private SharedSessions pool(ClientFixture client, int slots) {
        return new SharedSessions(
                (ClientSession) client.session.copy(),
                SessionPoolOptions.DEFAULTS.maxSessions(slots).probeTimeout(LONG),
                tasks);
    }

    /** The server takes the next ping and says nothing to it. */
    private static void fallSilent(ClientFixture client) {
        client.server.failCommand(FailCommand.on("ping").block(LONG).build());
    }

    @SuppressWarnings("try") // to close the pool in the middle is what is tested
    @Test
    @DisplayName("F1 while the server is silent, sessions are handed out, reset and closed without a wait")
    void nothingWaitsForASilentServer() throws Exception {
        try (ClientFixture client = ClientFixture.open();
                SharedSessions pool = pool(client, 2)) {
            MongoSession stuck = pool.session();
            fallSilent(client);
            Future<Duration> silent = threads.submit(stuck::ping);
            assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();

            for (int i = 0; i < 10; i++) {
                pool.session().close();
            }
            pool.reset();
            pool.session().close();
            pool.close();

            assertThat(silent).as("all of that went on meanwhile").isNotDone();
            client.server.dropConnections();
            assertThat(silent).failsWithin(Duration.ofSeconds(40));
            stuck.close();
        }
    }

    @Test
    @DisplayName("F6 J3 neither resets nor handles that outlive them open more sockets than maxPoolSize")
    void resetsOpenNoMoreSocketsThanMaxPoolSize() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=2");
                MongoSessionPool pool = pool(client, 2)) {
            List<MongoSession> handles = new ArrayList<>();
            List<Future<?>> uses = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                MongoSession handle = pool.session();
                handles.add(handle);
                for (int i = 0; i < 3; i++) {
                    uses.add(threads.submit(handle::ping));
                }
                pool.reset();
            }
            for (Future<?> use : uses) {
                use.get(40, TimeUnit.SECONDS);
            }

            assertThat(client.factory.statistics().socketsOpened()).isLessThanOrEqualTo(2);
            assertThat(client.server.acceptedConnections())
                    .as("and the monitor's")
                    .isLessThanOrEqualTo(3);
            handles.forEach(MongoSession::close);
        }
    }

    @Test
    @DisplayName("F4 a session that failed its probe is not handed out while there is a sound one")
    void aSessionThatFailedItsProbeIsNotHandedOut() {
        try (ClientFixture client = ClientFixture.open();
                MongoSessionPool pool = pool(client, 2)) {
            pool.session().close();
            pool.session().close();
            client.server.failCommand(
                    FailCommand.on("ping").times(1).closeConnection().build());
            tasks.run("session-probe");
            assertThat(pool.statistics().broken()).isEqualTo(1);
            long created = pool.statistics().sessionsCreated();

            for (int i = 0; i < 50; i++) {
                try (MongoSession handle = pool.session()) {
                    assertThat(handle.ping()).isPositive();
                }
            }

            assertThat(pool.statistics().broken()).isEqualTo(1);
            assertThat(pool.statistics().sessionsCreated()).isEqualTo(created);
        }
    }

    @Test
    @DisplayName("F8 J5 a close does not wait for a probe that the server does not answer")
    void aCloseDoesNotWaitForAProbe() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            SharedSessions pool = pool(client, 1);
            pool.session().close();
            fallSilent(client);
            Future<?> probe = threads.submit(() -> tasks.run("session-probe"));
            assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();

            pool.close();

            assertThat(probe).as("it is still under way").isNotDone();
            assertThatThrownBy(pool::session).hasMessageContaining("session pool is closed");
            client.server.dropConnections();
            assertThat(probe).succeedsWithin(Duration.ofSeconds(40));
        }
    }
}
