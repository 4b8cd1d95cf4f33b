package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.connection.ServerType;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RawClient;
import java.time.Duration;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** hello that waits for news, once or again and again. */
@Timeout(300)
class StreamingTest {
    private static final int MORE_TO_COME = 2;
    private static final int EXHAUST_ALLOWED = 1 << 16;
    private static final String FOR_AN_HOUR =
            "{hello: 1, helloOk: true, topologyVersion: %s, maxAwaitTimeMS: {$numberLong: '3600000'}, $db: 'admin'}";

    private final Lab lab = Lab.start(3);
    private final RawClient client = new RawClient(lab.node(1).port());

    @AfterEach
    void close() {
        client.close();
        lab.close();
    }

    @Test
    void theDriverNoticesANewPrimaryLongBeforeItsNextHeartbeat() throws Exception {
        try (Driver driver = new Driver(lab)) {
            driver.await(Driver.types(
                    ServerType.REPLICA_SET_PRIMARY,
                    ServerType.REPLICA_SET_SECONDARY,
                    ServerType.REPLICA_SET_SECONDARY));

            lab.electPrimary(lab.node(2));

            assertThat(driver.awaitPrimary(lab.node(2))).isLessThan(Duration.ofSeconds(40));
        }
    }

    @Test
    void anAwaitedHelloIsAnsweredOnceThereIsNews() throws Exception {
        send(0, FOR_AN_HOUR.formatted(topologyVersion()));
        assertThat(lab.node(1).server().awaitCommand("hello", 2, Driver.PATIENCE))
                .isTrue();

        lab.electPrimary(lab.node(1));

        assertThat(client.readDocument()).containsEntry("isWritablePrimary", true);
    }

    @Test
    void anAwaitedHelloIsAnsweredWhenItsTimeIsOver() {
        String before = topologyVersion();

        send(0, FOR_AN_HOUR.replace("3600000", "20").formatted(before));

        assertThat(client.readDocument().get("topologyVersion", Document.class).toJson())
                .isEqualTo(before);
    }

    @Test
    void aHelloWithAnOldVersionDoesNotWait() {
        String before = topologyVersion();
        lab.electPrimary(lab.node(2));

        send(0, FOR_AN_HOUR.formatted(before));

        assertThat(client.readDocument()).containsEntry("primary", lab.node(2).address());
    }

    @Test
    void eachReplyOfAStreamAnswersTheOneBefore() throws Exception {
        String before = topologyVersion();
        lab.electPrimary(lab.node(2));
        send(EXHAUST_ALLOWED, FOR_AN_HOUR.formatted(before));
        int request = client.lastId();

        byte[] first = client.readMessage();
        lab.electPrimary(lab.node(1));
        byte[] second = nextWith("isWritablePrimary", true, first);

        assertThat(RawClient.intAt(first, 8)).isEqualTo(request);
        assertThat(RawClient.intAt(first, 16)).isEqualTo(MORE_TO_COME);
        assertThat(RawClient.documentOf(first)).containsEntry("isWritablePrimary", false);
        assertThat(RawClient.documentOf(second))
                .containsEntry("primary", lab.node(1).address());
        assertThat(lab.node(1).server().commandCount("hello")).isEqualTo(2);
    }

    @Test
    void anErrorEndsAStreamAndTheConnectionGoesOn() {
        String before = topologyVersion();
        lab.electPrimary(lab.node(2));
        lab.node(1).failCommand(FailCommand.on("hello").skip(1).errorCode(91).build());
        send(EXHAUST_ALLOWED, FOR_AN_HOUR.formatted(before));
        byte[] first = client.readMessage();

        lab.electPrimary(lab.node(1));
        byte[] last = client.readMessage();

        assertThat(RawClient.documentOf(last)).containsEntry("code", 91).containsKey("topologyVersion");
        assertThat(RawClient.intAt(last, 16)).isZero();
        assertThat(RawClient.intAt(last, 8)).isEqualTo(RawClient.intAt(first, 4));
        lab.node(1).clearFailPoint();
        send(0, "{ping: 1, $db: 'admin'}");
        assertThat(client.readDocument()).containsEntry("ok", 1.0);
    }

    @Test
    void aServerThatGoesDownEndsItsStreams() {
        String before = topologyVersion();
        lab.electPrimary(lab.node(2));
        send(EXHAUST_ALLOWED, FOR_AN_HOUR.formatted(before));
        client.readMessage();

        lab.node(1).stop();

        byte[] rest = client.read();
        while (rest != null) {
            rest = client.read();
        }
        assertThat(lab.node(1).state()).isEqualTo(MemberState.DOWN);
    }

    @Test
    void aVersionWithoutATimeIsRefused() {
        send(0, "{hello: 1, topologyVersion: " + topologyVersion() + ", $db: 'admin'}");

        assertThat(client.readDocument()).containsEntry("code", 31368);
    }

    @Test
    void aRestartedServerIsAnotherProcess() {
        String before = topologyVersion();
        lab.node(1).restart();

        try (RawClient again = new RawClient(lab.node(1).port())) {
            again.send(again.message(0, RawClient.body(FOR_AN_HOUR.formatted(before))));

            assertThat(again.readDocument()
                            .get("topologyVersion", Document.class)
                            .toJson())
                    .isNotEqualTo(before);
        }
    }

    /** An election is two changes, and each may be told in a reply of its own. */
    private byte[] nextWith(String field, Object value, byte[] before) {
        byte[] last = before;
        byte[] next = client.readMessage();
        assertThat(RawClient.intAt(next, 8)).isEqualTo(RawClient.intAt(last, 4));
        while (!value.equals(RawClient.documentOf(next).get(field))) {
            last = next;
            next = client.readMessage();
            assertThat(RawClient.intAt(next, 8)).isEqualTo(RawClient.intAt(last, 4));
        }
        return next;
    }

    private String topologyVersion() {
        send(0, "{hello: 1, $db: 'admin'}");
        return client.readDocument().get("topologyVersion", Document.class).toJson();
    }

    private void send(int flags, String json) {
        client.send(client.message(flags, RawClient.body(json)));
    }
}
