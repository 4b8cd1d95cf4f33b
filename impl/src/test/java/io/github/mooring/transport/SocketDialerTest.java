package io.github.mooring.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.net.Faults;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SocketDialerTest {
    private static final ServerAddress SERVER = new ServerAddress("db.example", 27017);

    private final WriteWatchdog watchdog = new WriteWatchdog();
    private final AtomicLong now = new AtomicLong();
    private final Clock fakeClock = Clock.of(now::get, (lock, condition, nanos) -> 0);
    private final List<String> attempts = new ArrayList<>();
    private final List<Socket> made = new ArrayList<>();

    @Test
    void refusedConnectionNamesServerAndAddress() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        SocketDialer dialer = new SocketDialer(
                SocketFactory.getDefault(), TlsConfig.off(), Duration.ofSeconds(10), Clock.system(), watchdog);

        var e = catchThrowableOfType(
                MongoConnectException.class, () -> dialer.dial(new ServerAddress("127.0.0.1", port), Deadline.never()));

        assertThat(e)
                .hasMessage("cannot connect to 127.0.0.1:" + port
                        + ": connection refused by 127.0.0.1; does a server listen on that port?");
        assertThat(e.bytesSent()).isFalse();
        assertThat(e.server()).contains(new ServerAddress("127.0.0.1", port));
        assertThat(e.errorLabels()).containsExactlyInAnyOrder(Overload.SYSTEM_OVERLOADED, Overload.RETRYABLE);
        assertThat(watchdog.size()).isZero();
    }

    @Test
    void unknownHostIsSaidToBeUnknown() {
        SocketDialer dialer = scripted(Duration.ofSeconds(1), host -> {
            throw new UnknownHostException(host + ": Name or service not known");
        });

        assertThatThrownBy(() -> dialer.dial(SERVER, Deadline.never()))
                .isInstanceOf(MongoConnectException.class)
                .hasMessage("cannot connect to db.example:27017: unknown host: the name 'db.example' has no address in"
                        + " DNS or the hosts file")
                .hasCauseInstanceOf(UnknownHostException.class)
                .satisfies(e ->
                        assertThat(((MongoConnectException) e).errorLabels()).isEmpty());
    }

    @Test
    void everyAddressGetsItsShareOfTheTimeAndAllReasonsAreTold() {
        SocketDialer dialer = scripted(Duration.ofSeconds(12), names("10.0.0.1", "10.0.0.2", "10.0.0.3"));

        assertThatThrownBy(() -> dialer.dial(SERVER, Deadline.never()))
                .isInstanceOf(MongoConnectException.class)
                .hasMessageContaining("10.0.0.1 timed out after 4000 ms")
                .hasMessageContaining("connection refused by 10.0.0.2")
                .hasMessageContaining("10.0.0.3 timed out after 8000 ms")
                .hasMessageContaining("connectTimeout 12000 ms");
        assertThat(attempts).containsExactly("10.0.0.1 4000", "10.0.0.2 4000", "10.0.0.3 8000");
        assertThat(made).hasSize(3).allMatch(Socket::isClosed);
    }

    @Test
    void addressThatAnswersIsUsedWhenTheOneBeforeItDoesNot() throws Exception {
        SocketDialer dialer = scripted(Duration.ofSeconds(12), names("10.0.0.1", "10.0.0.4"));

        try (Transport transport = dialer.dial(SERVER, Deadline.never())) {
            assertThat(transport.peer()).isEqualTo(SERVER);
            assertThat(transport.isOpen()).isTrue();
            assertThat(watchdog.size()).isEqualTo(1);
        }
        assertThat(watchdog.size()).isZero();
        assertThat(made).hasSize(2).allMatch(Socket::isClosed);
    }

    @Test
    void deadlineOfTheOperationIsToldApartFromConnectTimeout() {
        SocketDialer dialer = scripted(Duration.ofSeconds(12), names("10.0.0.1"));

        var e = catchThrowableOfType(
                MongoOperationTimeoutException.class,
                () -> dialer.dial(SERVER, Deadline.after(fakeClock, Duration.ofMillis(700))));

        assertThat(e)
                .hasMessageContaining("10.0.0.1 timed out after 700 ms")
                .hasMessageContaining("the operation's deadline of 700 ms has passed");
        assertThat(e.bytesSent()).isFalse();
        assertThat(attempts).containsExactly("10.0.0.1 700");
    }

    @Test
    void timeSpentOnTheNameCounts() {
        SocketDialer dialer = scripted(Duration.ofSeconds(1), host -> {
            now.addAndGet(Duration.ofSeconds(2).toNanos());
            return names("10.0.0.4").resolve(host);
        });

        assertThatThrownBy(() -> dialer.dial(SERVER, Deadline.never()))
                .isInstanceOf(MongoConnectException.class)
                .hasMessageContaining("timed out after 2000 ms, after trying 0 of 1 addresses");
        assertThat(attempts).isEmpty();
    }

    @Test
    void interruptedThreadDoesNotDial() {
        SocketDialer dialer = scripted(Duration.ofSeconds(1), names("10.0.0.4"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> dialer.dial(SERVER, Deadline.never())).isInstanceOf(MongoInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempts).isEmpty();
    }

    @Test
    void whoIsToGiveUpBeforeItBeginsDialsNobody() {
        SocketDialer dialer = scripted(Duration.ofSeconds(1), names("10.0.0.4"));
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        assertThatThrownBy(() -> dialer.dial(SERVER, Deadline.never(), cancellation))
                .isInstanceOf(MongoConnectException.class)
                .hasMessage("the attempt to connect to db.example:27017 was given up after 0 ms:"
                        + " before the host name was resolved");
        assertThat(attempts).isEmpty();
    }

    @Test
    void aConnectThatIsGivenUpEndsAtOnceAndTriesNoOtherAddress() throws Exception {
        Gate gate = new Gate();
        FaultySocketFactory sockets = new FaultySocketFactory();
        sockets.next(Faults.none().hangConnect(gate));
        SocketDialer dialer = new SocketDialer(
                new SocketDialer(sockets, TlsConfig.off(), Duration.ofMinutes(5), Clock.system(), watchdog),
                names("127.0.0.1", "127.0.0.2"));
        Cancellation cancellation = new Cancellation();
        Caller<Transport> caller = Caller.start(() -> dialer.dial(SERVER, Deadline.never(), cancellation));
        gate.awaitArrivals(1);

        cancellation.cancel();

        assertThat(caller.failure())
                .isInstanceOf(MongoConnectException.class)
                .hasMessageContaining("the attempt to connect to db.example:27017 was given up after ");
        assertThat(sockets.created()).isEqualTo(1);
        assertThat(sockets.open()).isZero();
    }

    @Test
    void socketsSendAtOnceAndProbeTheirPeer() throws Exception {
        SocketDialer dialer = scripted(Duration.ZERO, names("10.0.0.4"));

        try (Transport transport = dialer.dial(SERVER, Deadline.never())) {
            assertThat(made.get(0).getTcpNoDelay()).isTrue();
            assertThat(made.get(0).getKeepAlive()).isTrue();
            assertThat(attempts).containsExactly("10.0.0.4 0"); // no limit
            assertThat(transport.isOpen()).isTrue();
        }
    }

    @Test
    void negativeConnectTimeoutIsRefused() {
        assertThatThrownBy(() -> new SocketDialer(
                        SocketFactory.getDefault(), TlsConfig.off(), Duration.ofMillis(-1), fakeClock, watchdog))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("connectTimeout is PT-0.001S");
    }

    private SocketDialer scripted(Duration connectTimeout, NameResolution names) {
        SocketDialer dialer =
                new SocketDialer(new ScriptedSockets(), TlsConfig.off(), connectTimeout, fakeClock, watchdog);
        return new SocketDialer(dialer, names);
    }

    private static NameResolution names(String... addresses) {
        return host -> {
            InetAddress[] result = new InetAddress[addresses.length];
            for (int i = 0; i < addresses.length; i++) {
                result[i] = InetAddress.getByName(addresses[i]);
            }
            return result;
        };
    }

    /** Sockets whose connect behaves by address: .1 and .3 swallow packets, .2 refuses, .4 accepts. */
    private final class ScriptedSockets extends SocketFactory {
        @Override
        public Socket createSocket() {
            Socket socket = new Socket() {
                @Override
                public void connect(SocketAddress endpoint, int timeout) throws IOException {
                    String address = ((InetSocketAddress) endpoint).getAddress().getHostAddress();
                    attempts.add(address + " " + timeout);
                    if (address.endsWith(".1") || address.endsWith(".3")) {
                        now.addAndGet(Duration.ofMillis(timeout).toNanos());
                        throw new SocketTimeoutException("Connect timed out");
                    }
                    if (address.endsWith(".2")) {
                        throw new ConnectException("Connection refused");
                    }
                }

                @Override
                public java.io.InputStream getInputStream() {
                    return java.io.InputStream.nullInputStream();
                }

                @Override
                public java.io.OutputStream getOutputStream() {
                    return java.io.OutputStream.nullOutputStream();
                }
            };
            made.add(socket);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new AssertionError("sockets are made unconnected");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new AssertionError("sockets are made unconnected");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new AssertionError("sockets are made unconnected");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new AssertionError("sockets are made unconnected");
        }
    }
}
