package io.github.mooring.connection;

import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/** Connections that are opened over scripted transports. */
@Timeout(300)
abstract class HandshakeFixture {
    static final String HELLO =
            "{ismaster: true, helloOk: true, maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000,"
                    + " maxWriteBatchSize: 100000, minWireVersion: 0, maxWireVersion: 21, connectionId: 12,"
                    + " logicalSessionTimeoutMinutes: 30, ok: 1}";

    final Deque<ScriptedTransport> dialed = new ArrayDeque<>();

    ScriptedTransport server() {
        ScriptedTransport transport = new ScriptedTransport();
        dialed.add(transport);
        return transport;
    }

    Connection open(Identity identity) {
        return factory(null, null).open(ScriptedTransport.SERVER, identity, within());
    }

    ConnectionFactory factory(@Nullable String applicationName, @Nullable String replicaSet) {
        return new ConnectionFactory(
                (server, deadline) -> dialed.remove(),
                new MechanismNegotiation(new ScramKeyCache()),
                new HandshakeSettings(applicationName, replicaSet, Duration.ofSeconds(10)),
                Clock.system());
    }

    static Deadline within() {
        return Deadline.after(Clock.system(), Duration.ofSeconds(30));
    }
}
