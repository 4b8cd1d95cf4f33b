package io.github.mooring.connection;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import javax.net.SocketFactory;
import org.bson.BsonDocument;

/** Opens connections with one TLS configuration, as a client does. */
final class TlsClient implements AutoCloseable {
    private final DaemonTaskRunner runner = new DaemonTaskRunner("test");
    private final ConnectionFactory factory;

    TlsClient(TlsConfig tls) {
        this(tls, Clock.system(), Duration.ofSeconds(20));
    }

    /** As above, with another clock for the dialer, which decides when files are looked at. */
    TlsClient(TlsConfig tls, Clock dialersClock) {
        this(tls, dialersClock, Duration.ofSeconds(20));
    }

    TlsClient(TlsConfig tls, Clock dialersClock, Duration timeout) {
        WriteWatchdog watchdog = new WriteWatchdog();
        SocketDialer dialer = new SocketDialer(SocketFactory.getDefault(), tls, timeout, dialersClock, watchdog);
        factory = new ConnectionFactory(
                dialer,
                new MechanismNegotiation(new ScramKeyCache()),
                new HandshakeSettings(null, null, timeout),
                Clock.system());
        runner.repeat("write-watchdog", Duration.ofMillis(20), watchdog::runOnce);
    }

    Connection open(int port) {
        return open("localhost", port);
    }

    Connection open(String host, int port) {
        return factory.open(new ServerAddress(host, port), Identity.anonymous(), within());
    }

    static boolean isOk(Connection connection) {
        Request ping = new BsonCommand("admin", BsonDocument.parse("{ping: 1}"));
        return connection.call(ping, within(), (body, server) -> body.isOk());
    }

    private static Deadline within() {
        return Deadline.after(Clock.system(), Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        runner.close();
    }
}
