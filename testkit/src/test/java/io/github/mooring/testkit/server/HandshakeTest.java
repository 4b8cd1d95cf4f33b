package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** hello, its fields, and the client's metadata. */
@Timeout(300)
class HandshakeTest {
    private static final String CLIENT = "client: {driver: {name: 'd', version: '1'}, os: {type: 'Linux'}%s}";

    private final EmbeddedServer server = EmbeddedServer.builder()
            .wireVersions(6, 17)
            .user("u", "p", "shop", new Grant(Role.READ, "shop"))
            .oldUser("old", "p", "shop")
            .start();
    private final RawClient client = new RawClient(server);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void describesAStandaloneServer() {
        Document hello = hello("");

        assertThat(hello)
                .containsEntry("isWritablePrimary", true)
                .containsEntry("maxBsonObjectSize", 16_777_216)
                .containsEntry("maxMessageSizeBytes", 48_000_000)
                .containsEntry("maxWriteBatchSize", 100_000)
                .containsEntry("logicalSessionTimeoutMinutes", 30)
                .containsEntry("minWireVersion", 6)
                .containsEntry("maxWireVersion", 17)
                .containsEntry("ok", 1.0)
                .containsKeys("connectionId", "localTime")
                .doesNotContainKeys("setName", "topologyVersion", "helloOk", "compression", "saslSupportedMechs");
    }

    @Test
    void numbersConnections() {
        try (RawClient other = new RawClient(server)) {
            int first = hello("").getInteger("connectionId");
            other.send(other.message(0, RawClient.body("{hello: 1, $db: 'admin'}")));

            assertThat(other.readDocument().getInteger("connectionId")).isNotEqualTo(first);
        }
    }

    @Test
    void tellsAUsersMechanisms() {
        assertThat(hello("saslSupportedMechs: 'shop.u'").getList("saslSupportedMechs", String.class))
                .containsExactlyInAnyOrder("SCRAM-SHA-1", "SCRAM-SHA-256");
        assertThat(hello("saslSupportedMechs: 'shop.old'").getList("saslSupportedMechs", String.class))
                .containsExactly("SCRAM-SHA-1");
        assertThat(hello("saslSupportedMechs: 'shop.nobody'")).doesNotContainKey("saslSupportedMechs");
        assertThat(hello("saslSupportedMechs: 'nodot'")).containsEntry("code", 2);
    }

    @Test
    void takesMetadataOnce() {
        assertThat(hello(CLIENT.formatted(""))).containsEntry("ok", 1.0);

        assertThat(hello(CLIENT.formatted(""))).containsEntry("code", 186);
    }

    @Test
    void refusesIncompleteOrOversizedMetadata() {
        assertThat(hello("client: {driver: {name: 'd'}, os: {type: 'x'}}")).containsEntry("code", 183);
        assertThat(hello(CLIENT.formatted(", platform: '" + "x".repeat(600) + "'")))
                .containsEntry("code", 185);
    }

    @Test
    void speculationIsAnsweredOrPassedOverInSilence() {
        String start = "speculativeAuthenticate: {saslStart: 1, mechanism: 'SCRAM-SHA-256', db: 'shop', "
                + "payload: {$binary: {base64: '%s', subType: '00'}}}";

        Document known = hello(start.formatted("biwsbj11LHI9YWJj"));
        Document broken = hello(start.formatted("AAAA"));

        assertThat(known.get("speculativeAuthenticate", Document.class))
                .containsEntry("done", false)
                .containsKeys("conversationId", "payload");
        assertThat(broken).containsEntry("ok", 1.0).doesNotContainKey("speculativeAuthenticate");
    }

    @Test
    void aConversationThatWasNeverOpenedIsAProtocolError() {
        client.send(client.message(
                0,
                RawClient.body("{saslContinue: 1, conversationId: 1, payload: {$binary: {base64: '', subType: '00'}}, "
                        + "$db: 'shop'}")));

        assertThat(client.readDocument()).containsEntry("code", 17);
    }

    private Document hello(String more) {
        String fields = more.isEmpty() ? "" : ", " + more;
        client.send(client.message(0, RawClient.body("{hello: 1, $db: 'admin'" + fields + "}")));
        return client.readDocument();
    }
}
