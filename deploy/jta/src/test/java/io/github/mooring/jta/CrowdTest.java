package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.jca.core.api.connectionmanager.pool.FlushMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many threads at once in the container's pool. */
class CrowdTest extends MongoFixture {
    private static final int THREADS = 8;
    private static final int EACH = 40;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    CrowdTest() {
        super(Container.start());
    }

    @AfterEach
    void endTheThreads() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    /** Runs it once for each thread, at the same time. */
    private void together(Work work) throws InterruptedException, ExecutionException {
        List<Callable<Void>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            calls.add(() -> {
                work.run(number);
                return null;
            });
        }
        for (Future<Void> ended : threads.invokeAll(calls)) {
            ended.get();
        }
    }

    /** What one of the threads does. */
    @FunctionalInterface
    private interface Work {
        void run(int number) throws Exception;
    }

    @Test
    @DisplayName("M3 500 sessions that are open at once share 20 sockets; a flush closes none of them")
    void manySessionsFewSockets() throws Exception {
        ContainerPool pool =
                container.pool(factory("&maxPoolSize=20")).size(500).open();
        MongoSessionFactory factory = sessions(pool);
        List<MongoSession> open = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            open.add(factory.openSession());
        }
        assertThat(pool.inUse()).isEqualTo(500);

        together(number -> {
            for (int i = number; i < open.size(); i += THREADS) {
                insert(open.get(i), i);
            }
        });
        assertThat(count(open.get(0))).isEqualTo(500);
        int accepted = server.acceptedConnections();
        // one asks the server how it is, and one more how long the way there is
        assertThat(accepted).isLessThanOrEqualTo(20 + 2);

        open.forEach(MongoSession::close);
        pool.flush(FlushMode.ALL);
        assertThat(pool.size()).isZero();
        try (MongoSession next = factory.openSession()) {
            assertThat(count(next)).isEqualTo(500);
        }
        assertThat(server.acceptedConnections()).isEqualTo(accepted);
    }

    @Test
    @DisplayName("E5 M8 a primary that is killed while threads work costs no managed connection")
    void aKilledPrimary() throws Exception {
        try (Lab lab =
                Lab.builder().members(3).electionTime(Duration.ofMillis(300)).start()) {
            LabNode primary = lab.awaitPrimary(Duration.ofSeconds(40));
            ContainerPool pool = container.pool(factoryFor(lab.uri())).size(20).open();
            MongoSession open = sessions(pool).openSession();
            insert(open, 0);
            together(number -> {
                for (int i = 1; i <= EACH; i++) {
                    if (number == 0 && i == EACH / 2) {
                        primary.kill();
                    }
                    try (MongoSession session = sessions(pool).openSession()) {
                        insert(session, number * EACH + i);
                    }
                }
            });

            assertThat(count(open)).isEqualTo(1L + THREADS * EACH);
            open.close();
            assertThat(pool.destroyed()).isZero();
            assertThat(pool.inUse()).isZero();
            assertThat(pool.size()).isLessThanOrEqualTo(THREADS + 1);
        }
    }
}
