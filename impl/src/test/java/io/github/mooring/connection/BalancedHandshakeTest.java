package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.time.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes through a load balancer, with services that a script plays. */
class BalancedHandshakeTest extends HandshakeFixture {
    private static final ObjectId SERVICE = new ObjectId("6500000000000000000000a1");
    private static final String BEHIND = HELLO.replace("ok: 1}", "serviceId: {$oid: '" + SERVICE + "'}, ok: 1}");

    private final List<ObjectId> heard = new ArrayList<>();

    private Connection openBalanced(Identity identity) {
        return factory(null, null)
                .openBalanced(ScriptedTransport.SERVER, identity, within(), Cancellation.none(), heard::add);
    }

    @Test
    void theServiceIsAskedInTheNewFormAndKept() {
        ScriptedTransport server = server().answer(BEHIND);

        ConnectionDescription description = openBalanced(Identity.anonymous()).description();

        assertThat(Frames.int32(server.written.get(0), 12)).isEqualTo(Frames.OP_MSG);
        assertThat(server.sent(0).getFirstKey()).isEqualTo("hello");
        assertThat(server.sent(0)).containsEntry("loadBalanced", BsonBoolean.TRUE);
        assertThat(description.serviceId()).isEqualTo(SERVICE);
        assertThat(heard).containsExactly(SERVICE);
    }

    @Test
    void theServiceCountsAsAMongosWhateverItSays() {
        server().answer(BEHIND);

        assertThat(openBalanced(Identity.anonymous()).description().kind()).isEqualTo(ServerKind.MONGOS);
    }

    @ParameterizedTest
    @ValueSource(strings = {HELLO, "{ok: 0, code: 59, codeName: 'CommandNotFound', errmsg: 'no such command: hello'}"})
    void whoeverIsNotBehindALoadBalancerIsRefused(String answer) {
        ScriptedTransport server = server().answer(answer);

        assertThatThrownBy(() -> openBalanced(Identity.anonymous()))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessage(
                        "db.example:27017: Driver attempted to initialize in load balancing mode, but the server does"
                                + " not support this mode. loadBalanced=true is configured, and its answer to hello has no"
                                + " 'serviceId'; is it a server itself (leave loadBalanced out), or do the mongos behind the load"
                                + " balancer not know of it (loadBalancerPort)?");

        assertThat(heard).isEmpty();
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void aServiceThatRefusesIsToldWithItsWords() {
        server().answer("{ok: 0, code: 11600, codeName: 'InterruptedAtShutdown', errmsg: 'going down'}");

        assertThatThrownBy(() -> openBalanced(Identity.anonymous()))
                .isInstanceOf(MongoConnectException.class)
                .hasMessageContaining(
                        "refused the handshake (hello) with error 11600 (InterruptedAtShutdown): going down");
        assertThat(heard).isEmpty();
    }

    @Test
    void anIdOfAnotherTypeIsMalformed() {
        server().answer(HELLO.replace("ok: 1}", "serviceId: 'one', ok: 1}"));

        assertThatThrownBy(() -> openBalanced(Identity.anonymous()))
                .isInstanceOf(MongoProtocolException.class)
                .hasMessageContaining("its answer to the handshake is malformed")
                .hasMessageContaining("serviceId");
    }

    @Test
    void theServiceIsKnownBeforeTheUserIsProved() {
        server().answer(BEHIND);

        assertThatThrownBy(() -> openBalanced(new Credential("ann", "shop", "SCRAM-SHA-256", "s3cret".toCharArray())))
                .isInstanceOf(MongoConnectException.class);

        assertThat(heard).containsExactly(SERVICE);
    }

    @Test
    void whoHasNotAskedForAServiceIgnoresIt() {
        ScriptedTransport server = server().answer(BEHIND);

        Connection connection = open(Identity.anonymous());

        assertThat(server.sent(0)).doesNotContainKey("loadBalanced");
        assertThat(connection.description().serviceId()).isNull();
        assertThat(connection.description().kind()).isEqualTo(ServerKind.STANDALONE);
    }
}
