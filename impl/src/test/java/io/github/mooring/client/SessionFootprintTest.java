package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What sessions cost that nobody uses at the moment: next to nothing, and no socket. */
class SessionFootprintTest {
    private static final int MANY = 100_000;
    private static final long MOST_BYTES_EACH = 256;

    /** The used heap after collections, as low as it gets in a few of them. */
    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    @Test
    @DisplayName("100,000 idle sessions take less than 256 bytes each, used before or not, and no socket")
    void idleSessionsAreSmall() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            long before = usedBytes();
            MongoSession[] sessions = new MongoSession[MANY];
            try {
                for (int i = 0; i < MANY; i++) {
                    sessions[i] = client.factory.openSession();
                }
                long untouched = (usedBytes() - before) / MANY;
                long socketsOpened = client.factory.statistics().socketsOpened();
                for (MongoSession session : sessions) {
                    var unused = ((ClientSession) session).belongings(); // as after its first operation
                }
                long used = (usedBytes() - before) / MANY;

                System.out.println("idle session: " + untouched + " bytes, " + used + " once it was used");
                assertThat(untouched).isLessThanOrEqualTo(MOST_BYTES_EACH);
                assertThat(used).as("25 MB for all").isLessThanOrEqualTo(250);
                assertThat(socketsOpened).isZero();
                assertThat(client.factory.statistics().sessionsOpen()).isEqualTo(MANY + 1L);
            } finally {
                Reference.reachabilityFence(sessions);
            }
        }
    }

    @Test
    @DisplayName("what an operation makes of a session is what the measure above assumes")
    void anOperationLeavesNothingMore() {
        try (EmbeddedServer server = EmbeddedServer.start();
                var factory = Mooring.dial(server.uri());
                MongoSession session = factory.openSession()) {
            session.ping();
            assertThat(((ClientSession) session).hasBelongings()).isFalse();
            assertThat(factory.statistics().socketsInUse()).isZero();
        }
    }
}
