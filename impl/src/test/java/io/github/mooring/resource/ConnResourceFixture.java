package io.github.mooring.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.pool.Budget;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Dialer;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.Transport;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Connections to a peer that sends back what it gets, on a budget of two; at the end nothing is left over. */
@Timeout(300)
abstract class ConnResourceFixture {
    static final Clock CLOCK = Clock.system();

    final EchoPeer peer = EchoPeer.start();
    final Budget budget = Budget.of(2);
    final AtomicInteger dials = new AtomicInteger();
    final SocketDialer dialer = new SocketDialer(
            SocketFactory.getDefault(), TlsConfig.off(), Duration.ofSeconds(10), CLOCK, new WriteWatchdog());
    final Dialer sockets = (server, deadline) -> {
        Transport transport = dialer.dial(server, deadline);
        dials.incrementAndGet();
        return transport;
    };
    final Dialing how = Dialing.by(sockets);
    final List<ConnResource> resources = new ArrayList<>();
    final ConnResource resource = resource();

    @AfterEach
    void nothingIsLeftOver() throws Exception {
        resources.forEach(ConnResource::close);
        assertThat(budget.stats().inUse()).as("permits").isZero();
        assertThat(budget.stats().waiting()).isZero();
        peer.awaitOpen(0, dials.get());
        peer.close();
    }

    ConnResource resource() {
        ConnResource made = new ConnResource(peer.address(), budget, CLOCK);
        resources.add(made);
        return made;
    }

    static Deadline in(long millis) {
        return Deadline.after(CLOCK, Duration.ofMillis(millis));
    }

    static Deadline soon() {
        return in(20_000);
    }

    static String echo(Conn conn, String text) {
        byte[] sent = text.getBytes(UTF_8);
        conn.write(sent, 0, sent.length, soon());
        byte[] received = new byte[sent.length];
        for (int read = 0; read < received.length; ) {
            int count = conn.read(received, read, received.length - read, soon());
            assertThat(count).isPositive();
            read += count;
        }
        return new String(received, UTF_8);
    }
}
