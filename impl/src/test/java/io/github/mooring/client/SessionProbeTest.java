package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionPool;
import io.github.mooring.api.SessionPoolOptions;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The probe of a pool of shared sessions; it runs when the test says so. */
class SessionProbeTest extends SessionPoolFixture {
    private static final String PROBE = "session-probe";

    @Test
    @DisplayName("J6 J8 strict: the sessions of a slot stay broken as in mgosession, the probe puts a new one there")
    void theProbeReplacesABrokenSession() throws Exception {
        try (ClientFixture strict = ClientFixture.open("sessionRecovery=strict");
                MongoSessionPool pool = pool(strict.session, SessionPoolOptions.DEFAULTS.maxSessions(2))) {
            MongoSession broken = pool.session();
            MongoSession sound = pool.session();
            strict.server.failCommand(
                    FailCommand.on("ping").times(1).closeConnection().build());
            failOnce(broken);
            failOnce(broken);
            assertThat(sound.ping()).isPositive();

            tasks.run(PROBE);

            assertThat(pool.statistics().broken()).isZero();
            assertThat(pool.statistics().sessionsCreated()).isEqualTo(3);
            for (int i = 0; i < 4; i++) {
                try (MongoSession handle = pool.session()) {
                    assertThat(handle.ping()).isPositive();
                }
            }
            failOnce(broken);
            broken.close();
            sound.close();
        }
    }

    @Test
    @DisplayName("J6 F2 F3 each slot is probed on its own, if nobody has used it, and the turn stays where it is")
    void eachSlotIsProbedOnItsOwn() {
        try (MongoSessionPool pool = pool(4)) {
            MongoSession used = pool.session();
            MongoSession idle = pool.session();
            MongoSession failing = pool.session();
            used.ping();
            client.server.forgetRequests();
            client.server.failCommand(
                    FailCommand.on("ping").skip(1).times(1).closeConnection().build());

            tasks.run(PROBE);

            assertThat(client.server.requests("ping"))
                    .as("neither the slot in use nor the empty one")
                    .hasSize(2);
            assertThat(pool.statistics().probes()).isEqualTo(1);
            assertThat(pool.statistics().probesFailed()).isEqualTo(1);
            assertThat(pool.statistics().broken()).isEqualTo(1);
            assertThat(pool.statistics().ready()).isEqualTo(2);
            heard.clear();
            pool.session().close();
            assertThat(heard).containsExactly("created 3");

            tasks.run(PROBE);
            assertThat(pool.statistics().broken())
                    .as("the server answers again")
                    .isZero();
            for (MongoSession each : List.of(used, idle, failing)) {
                each.close();
            }
        }
    }

    @Test
    @DisplayName("J6 F35 a probe that finds no connection free breaks nothing")
    void aBusyPoolOfConnectionsIsNoBrokenServer() throws Exception {
        try (ClientFixture narrow = ClientFixture.open("maxPoolSize=1&connectionSharing=never");
                MongoSessionPool pool = new SharedSessions(
                        (ClientSession) narrow.session.copy(),
                        SessionPoolOptions.DEFAULTS.probeTimeout(Duration.ofMillis(20)),
                        tasks)) {
            pool.session().close();
            narrow.server.failCommand(
                    FailCommand.on("ping").times(1).block(Duration.ofMinutes(5)).build());
            Future<?> holder = threads.submit(narrow.session::ping);
            assertThat(narrow.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();

            tasks.run(PROBE);

            assertThat(pool.statistics().probesFailed()).isEqualTo(1);
            assertThat(pool.statistics().broken()).isZero();
            narrow.server.dropConnections();
            assertThatThrownBy(() -> holder.get(40, TimeUnit.SECONDS)).isNotNull();
        }
    }
}
