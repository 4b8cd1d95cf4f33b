package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.SessionPoolListener;
import io.github.mooring.api.SessionPoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Pools of shared sessions; their probe runs when the test says so. */
abstract class SessionPoolFixture {
    final ExecutorService threads = Executors.newCachedThreadPool();
    final ClientFixture client = ClientFixture.open();
    final ManualTaskRunner tasks = new ManualTaskRunner();
    /** What the listener was told. */
    final List<String> heard = new ArrayList<>();

    @AfterEach
    final void close() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
        client.close();
    }

    final SharedSessions pool(int slots) {
        return pool(
                client.session, SessionPoolOptions.DEFAULTS.maxSessions(slots).listener(new Recorder()));
    }

    final SharedSessions pool(MongoSession base, SessionPoolOptions options) {
        return new SharedSessions((ClientSession) base.copy(), options, tasks);
    }

    static void failOnce(MongoSession handle) {
        assertThatThrownBy(handle::ping).isInstanceOf(MongoSocketException.class);
    }

    private final class Recorder implements SessionPoolListener {
        @Override
        public void sessionCreated(int slot) {
            heard.add("created " + slot);
        }

        @Override
        public void sessionReused(int slot) {
            heard.add("reused " + slot);
        }
    }
}
