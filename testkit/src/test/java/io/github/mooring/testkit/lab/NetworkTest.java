package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import io.github.mooring.testkit.server.RawClient;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be wrong with the network, for whom, and how it ends. */
@Timeout(300)
class NetworkTest {
    private static final String PING = "{ping: 1, $db: 'admin'}";
    private static final Duration MOMENT = Duration.ofMillis(80);

    private final Lab lab = Lab.start(1);
    private final LabNode node = lab.node(0);
    private final RawClient client = new RawClient(node.port());

    @AfterEach
    void close() {
        client.close();
        lab.close();
    }

    @Test
    void aDelayIsNotAddedUpOverRequestsThatWereSentTogether() {
        ping();
        node.network().apply(LinkFault.delay(Duration.ofSeconds(1)));
        long begin = System.nanoTime();

        for (int i = 0; i < 20; i++) {
            client.send(client.message(0, RawClient.body(PING)));
        }
        for (int i = 0; i < 20; i++) {
            client.readDocument();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
        node.network().restore();
        ping();
    }

    @Test
    void aTrickleTakesItsTime() {
        node.network().apply(LinkFault.trickle(1));
        long begin = System.nanoTime();

        byte[] reply = ping();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(reply.length - 1));
    }

    @Test
    void aCutEndsAReplyInTheMiddle() {
        byte[] whole = ping();
        node.network().apply(LinkFault.cutAfter(whole.length + 10));
        assertThat(ping()).hasSameSizeAs(whole);

        client.send(client.message(0, RawClient.body(PING)));

        assertThat(client.read()).isNull();
        node.network().restore();
        try (RawClient next = new RawClient(node.port())) {
            next.send(next.message(0, RawClient.body(PING)));
            next.readDocument();
        }
    }

    @Test
    void aBlackHoleSwallowsAndIsResetInTheEnd() {
        ping();
        node.network().apply(LinkFault.blackHole());

        client.send(client.message(0, RawClient.body(PING)));
        assertThat(client.isSilentFor(MOMENT)).isTrue();
        try (RawClient late = new RawClient(node.port())) {
            late.send(late.message(0, RawClient.body(PING)));
            assertThat(late.isSilentFor(MOMENT)).isTrue();

            node.network().restore();

            assertThat(late.read()).isNull();
            assertThat(client.read()).isNull();
        }
    }

    @Test
    void anAbandonedConnectionIsSilentWhileOthersWork() {
        ping();

        assertThat(node.network().abandon(Scope.all())).isEqualTo(1);

        client.send(client.message(0, RawClient.body(PING)));
        assertThat(client.isSilentFor(MOMENT)).isTrue();
        assertThat(DiscoveryTest.exchange(node, PING)).containsEntry("ok", 1.0);
    }

    @Test
    void refusedConnectsLeaveOpenConnectionsAlone() {
        ping();
        node.network().refuse();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), node.port()))
                .isInstanceOf(ConnectException.class);
        ping();
        node.network().restore();
        assertThat(DiscoveryTest.exchange(node, PING)).containsEntry("ok", 1.0);
    }

    @Test
    void aFullBacklogLetsConnectsTimeOut() throws Exception {
        ping();
        node.network().fillBacklog();

        try (Socket socket = new Socket()) {
            InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
            assertThatThrownBy(() -> socket.connect(target, 200)).isInstanceOf(SocketTimeoutException.class);
        }
        ping();
        int before = node.server().acceptedConnections();
        node.network().restore();
        assertThat(DiscoveryTest.exchange(node, PING)).containsEntry("ok", 1.0);
        // one more is the client above whose connect was given up; the system may have let it in
        assertThat(node.server().acceptedConnections() - before).isBetween(1, 3);
    }

    @Test
    void aResetHitsTheScope() throws Exception {
        try (Driver victim = new Driver(lab.uri(), "&appName=victim&retryReads=false");
                Driver other = new Driver(lab.uri(), "&appName=other&retryReads=false")) {
            victim.collection().find().first();
            other.collection().find().first();

            int hit = node.network().reset(Scope.application("victim").and(Scope.operations()));

            assertThat(hit).isEqualTo(1);
            assertThatThrownBy(() -> victim.collection().find().first()).isInstanceOf(MongoSocketException.class);
            other.collection().find().first();
        }
    }

    @Test
    void faultsCanBeForOperationsAlone() throws Exception {
        try (Driver driver = new Driver(lab.uri(), "&heartbeatFrequencyMS=500&socketTimeoutMS=2000&retryReads=false")) {
            driver.collection().find().first();
            node.network().apply(Scope.operations(), LinkFault.blackHole());

            assertThatThrownBy(() -> driver.collection().find().first())
                    .isInstanceOf(MongoSocketReadTimeoutException.class);

            assertThat(node.network().await(Scope.monitors(), Driver.PATIENCE)).isTrue();
            driver.awaitPrimary(node);
        }
    }

    @Test
    void combinedFaultsTakeTheWorseOfBoth() {
        LinkFault both = LinkFault.trickle(5)
                .and(LinkFault.cutAfter(9).and(LinkFault.delay(Duration.ofMillis(3))))
                .and(LinkFault.cutAfter(7));

        assertThat(both).isEqualTo(new LinkFault(Duration.ofMillis(3), 5, 7, false));
        assertThatThrownBy(() -> LinkFault.trickle(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LinkFault.cutAfter(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LinkFault.delay(Duration.ofDays(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLabEndsWhateverIsWrongWithItsNetwork() {
        ping();
        node.network().apply(LinkFault.delay(Duration.ofHours(1)));
        client.send(client.message(0, RawClient.body(PING)));
        node.network().fillBacklog();

        lab.close();

        assertThat(client.read()).isNull();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("lab-link"));
    }

    private byte[] ping() {
        client.send(client.message(0, RawClient.body(PING)));
        byte[] reply = client.readMessage();
        assertThat(RawClient.documentOf(reply)).isInstanceOf(Document.class).containsEntry("ok", 1.0);
        return reply;
    }
}
