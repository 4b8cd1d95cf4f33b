package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What wakes an operation that waits for a server. */
@Timeout(300)
class ClusterWaitTest {
    /** Longer than all the changes take, on any machine. */
    private static final String PATIENT = "&serverSelectionTimeoutMS=240000&timeoutMS=240000";

    private static final String WAITER = "waiter";
    private static final int CHANGES = 3;

    private final Lab lab = Lab.builder().members(3).manualElections().start();
    private final AtomicInteger waits = new AtomicInteger();
    private final Clock clock = Clock.of(System::nanoTime, this::await);

    @SuppressWarnings("WaitNotInLoop") // one wait of the caller's loop
    private long await(ReentrantLock lock, Condition condition, long nanos) throws InterruptedException {
        if (Thread.currentThread().getName().equals(WAITER)) {
            waits.incrementAndGet();
        }
        return condition.awaitNanos(nanos);
    }

    private static void awaitLive(MongoSession session, int count) {
        Eventually.isTrue(
                count + " servers are known to be alive",
                () -> session.liveServers().size() == count);
    }

    @Test
    void whoWaitsForAPrimaryIsNotWokenByWhatBecomesOfSecondaries() throws Exception {
        try (lab;
                OpenClient client =
                        OpenClient.dial(ClientOptions.parse(lab.uri() + PATIENT), clock, SocketFactory.getDefault());
                MongoSession session = client.factory().openSession()) {
            awaitLive(session, 3);
            Thread waiter = new Thread(
                    () -> session.getDatabase("app").getCollection("notes").insertOne(new Document("_id", 1)), WAITER);
            waiter.start();
            Eventually.isTrue("it waits", () -> waits.get() == 1);
            LabNode secondary = lab.node(2);
            for (int i = 0; i < CHANGES; i++) {
                secondary.kill();
                awaitLive(session, 2);
                secondary.start();
                awaitLive(session, 3);
            }
            assertThat(waits).as("but for the odd wake-up for no reason").hasValueLessThanOrEqualTo(2);

            lab.electPrimary(lab.node(1));
            waiter.join(ClientFixture.PATIENCE.toMillis());
            assertThat(waiter.isAlive()).isFalse();
            assertThat(session.getDatabase("app").getCollection("notes").find().first())
                    .isEqualTo(new Document("_id", 1));
        }
    }
}
