package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.LinkFault;
import io.github.mooring.testkit.lab.Scope;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A second attempt goes to another mongos than the first one, also if it has to be begun again because the connections to the one that it was
 * to go to are given up.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-reads/retryable-reads.md#executing-retryable-read-commands">
 *     Retryable Reads: deprioritized servers</a>
 */
@Timeout(60)
class AvoidedServerTest {
    /** {@code ExceededTimeLimit}: the read may be tried again, and says nothing of the server. */
    private static final int PASSES = 262;

    private final Lab lab = Lab.builder().routers(3).start();
    private final LabNode nearest = lab.node(0);
    private final LabNode next = lab.node(1);
    private final LabNode farthest = lab.node(2);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        lab.close();
    }

    private static Document find(MongoSession session) {
        Document found =
                session.getDatabase("app").getCollection("notes").find().first();
        return found == null ? new Document() : found;
    }

    private static int finds(LabNode node) {
        return node.server().commandCount("find");
    }

    @Test
    void isNotTakenAgainWhenThePoolOfTheNextOneIsCleared() throws Exception {
        next.network().apply(Scope.all(), LinkFault.delay(Duration.ofMillis(60)));
        farthest.network().apply(Scope.all(), LinkFault.delay(Duration.ofMillis(150)));
        nearest.failCommand(FailCommand.on("find").times(2).errorCode(PASSES).build());
        next.failCommand(
                FailCommand.on("find").times(1).block(Duration.ofSeconds(20)).build());
        try (MongoSessionFactory factory =
                        Mooring.dial(lab.uri() + "&maxPoolSize=1&maxInFlight=1&localThresholdMS=20");
                MongoSession session = factory.openSession()) {
            Eventually.isTrue("all are known", () -> session.liveServers().size() == 3);
            Future<Document> blocked = threads.submit(() -> find(session));
            next.server().awaitCommand("find", 1, Duration.ofSeconds(10));
            Future<Document> waiting = threads.submit(() -> find(session));
            Eventually.isTrue(
                    "the second one waits for the connection",
                    () -> factory.statistics().callersWaiting() == 1);

            next.network().reset(Scope.all());

            assertThatThrownBy(() -> blocked.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(MongoSocketException.class);
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
            assertThat(finds(nearest)).as("at which both have failed").isEqualTo(2);
            assertThat(finds(farthest) + finds(next)).isEqualTo(2);
        }
    }
}
