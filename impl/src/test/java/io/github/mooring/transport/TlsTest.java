package io.github.mooring.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.ServerTls;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import io.github.mooring.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class TlsTest {
    private final WriteWatchdog watchdog = new WriteWatchdog();
    private final BlockingQueue<List<SNIServerName>> requestedNames = new LinkedBlockingQueue<>();

    @Test
    void hostInTheCertificateIsAccepted() throws Exception {
        Parties parties = Parties.forHost("db.example");
        try (LoopbackServer server = tlsServer(parties);
                Transport transport = dial(server.address("db.example"), trusting(parties))) {
            byte[] buffer = {1, 2, 3};

            transport.write(buffer, 0, 3, within(10_000));

            assertThat(transport.read(buffer, 0, 3, within(10_000))).isPositive();
            assertThat(transport.description()).contains("TLSv1.");
            assertThat(requestedNames.poll(40, TimeUnit.SECONDS))
                    .hasSize(1)
                    .allMatch(name -> name.toString().contains("db.example"));
        }
        assertThat(watchdog.size()).isZero();
    }

    @Test
    void hostThatIsNotInTheCertificateIsRefused() throws Exception {
        Parties parties = Parties.forHost("other.example");
        try (LoopbackServer server = tlsServer(parties)) {
            var e = catchThrowableOfType(
                    MongoConnectException.class, () -> dial(server.address("db.example"), trusting(parties)));

            assertThat(e).hasMessageContaining("host name mismatch: the certificate is not made out for 'db.example'");
            assertThat(e.bytesSent()).isFalse();
        }
        assertThat(watchdog.size()).isZero();
    }

    @Test
    void hostThatIsNotInTheCertificateIsAcceptedWhereTheCheckIsOff() throws Exception {
        Parties parties = Parties.forHost("other.example");
        try (LoopbackServer server = tlsServer(parties);
                Transport transport =
                        dial(server.address("db.example"), trusting(parties).withoutHostNameCheck())) {
            assertThat(transport.isOpen()).isTrue();
        }
    }

    @Test
    void addressLiteralIsNoNameToAskFor() throws Exception {
        Parties parties = Parties.forHost("db.example");
        try (LoopbackServer server = tlsServer(parties);
                Transport transport =
                        dial(server.address("127.0.0.1"), trusting(parties).withoutHostNameCheck())) {
            transport.write(new byte[1], 0, 1, within(10_000));

            assertThat(requestedNames.poll(40, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void nameThatIsNoHostNameByTheLetterCanStillBeDialed() throws Exception {
        Parties parties = Parties.forHost("db.example");
        try (LoopbackServer server = tlsServer(parties);
                Transport transport =
                        dial(server.address("my_host"), trusting(parties).withoutHostNameCheck())) {
            assertThat(transport.isOpen()).isTrue();
        }
    }

    @Test
    void certificateOfAnUnknownAuthorityIsRefused() throws Exception {
        Parties parties = Parties.forHost("db.example");
        Parties others = Parties.forHost("db.example");
        try (LoopbackServer server = tlsServer(parties)) {
            assertThatThrownBy(() -> dial(server.address("db.example"), trusting(others)))
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageContaining("the certificate is not trusted")
                    .hasMessageContaining("trust store")
                    .satisfies(
                            e -> assertThat(((MongoException) e).errorLabels()).isEmpty());
            assertThatThrownBy(() -> dial(server.address("db.example"), TlsConfig.on()))
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageContaining("the certificate is not trusted");
        }
    }

    @Test
    void peerThatHangsUpOnTheHandshakeIsSaidNotToSpeakTls() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer((socket, over) -> socket.getInputStream().readNBytes(16))) {
            assertThatThrownBy(() -> dial(server.address("db.example"), TlsConfig.on()))
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageContaining("does it speak TLS at all (tls=true)")
                    .satisfies(e -> assertThat(((MongoException) e).errorLabels())
                            .containsExactlyInAnyOrder(Overload.SYSTEM_OVERLOADED, Overload.RETRYABLE));
        }
    }

    @Test
    void peerThatAnswersSomethingElseIsSaidNotToSpeakTls() throws Exception {
        LoopbackServer.Script greeting = (socket, over) -> {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            LoopbackServer.hold(socket, over);
        };
        try (LoopbackServer server = new LoopbackServer(greeting)) {
            assertThatThrownBy(() -> dial(server.address("db.example"), TlsConfig.on()))
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageContaining("the peer does not speak TLS, but tls=true")
                    .satisfies(
                            e -> assertThat(((MongoException) e).errorLabels()).isEmpty());
        }
    }

    @Test
    void handshakeThatNobodyAnswersEndsWithTheDeadline() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer::hold)) {
            assertThatThrownBy(() -> dialer(TlsConfig.on()).dial(server.address("db.example"), within(1000)))
                    .isInstanceOf(MongoOperationTimeoutException.class)
                    .hasMessageContaining("the TLS handshake timed out after")
                    .hasMessageContaining("deadline of 1000 ms")
                    .satisfies(e -> assertThat(((MongoException) e).errorLabels())
                            .containsExactlyInAnyOrder(Overload.SYSTEM_OVERLOADED, Overload.RETRYABLE))
                    .extracting(e -> ((MongoException) e).bytesSent())
                    .isEqualTo(false);
        }
        assertThat(watchdog.size()).isZero();
    }

    @Test
    void handshakeThatIsGivenUpEndsAtOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        LoopbackServer.Script silent = (socket, over) -> {
            begun.countDown();
            LoopbackServer.hold(socket, over);
        };
        try (LoopbackServer server = new LoopbackServer(silent)) {
            Cancellation cancellation = new Cancellation();
            Caller<Transport> caller = Caller.start(
                    () -> dialer(TlsConfig.on()).dial(server.address("db.example"), within(300_000), cancellation));
            assertThat(begun.await(40, TimeUnit.SECONDS)).isTrue();

            cancellation.cancel();

            assertThat(caller.failure())
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageContaining("was given up after ");
        }
        assertThat(watchdog.size()).isZero();
    }

    /** Each byte starts SO_TIMEOUT anew, so that only the watchdog can end this one. */
    @Test
    void handshakeThatTricklesInEndsWithTheDeadline() throws Exception {
        try (LoopbackServer server = new LoopbackServer(this::trickle);
                DaemonTaskRunner runner = new DaemonTaskRunner("test")) {
            runner.repeat("write-watchdog", Duration.ofMillis(20), watchdog::runOnce);

            assertThatThrownBy(() -> dialer(TlsConfig.on()).dial(server.address("db.example"), within(1000)))
                    .isInstanceOf(MongoOperationTimeoutException.class)
                    .hasMessageContaining("the TLS handshake timed out after");
        }
    }

    /** What a driver with tls=false meets: it never sees a byte that makes sense, and then the end. */
    @Test
    void tlsServerEndsAPlainConnection() throws Exception {
        Parties parties = Parties.forHost("db.example");
        try (LoopbackServer server = tlsServer(parties);
                Transport transport = dial(server.address("db.example"), TlsConfig.off())) {
            transport.write(new byte[64], 0, 64, within(10_000));
            byte[] buffer = new byte[64];

            int count = transport.read(buffer, 0, 64, within(10_000));

            if (count > 0) {
                assertThat(buffer[0]).as("a TLS alert").isEqualTo((byte) 0x15);
            } else {
                assertThat(count).isEqualTo(-1);
            }
        }
    }

    @Test
    void stuckWriteUnderTlsIsAbortedByTheWatchdog() throws Exception {
        Parties parties = Parties.forHost("db.example");
        LoopbackServer.Script deaf = (socket, over) -> {
            ((SSLSocket) socket).startHandshake();
            LoopbackServer.hold(socket, over);
        };
        try (LoopbackServer server = new LoopbackServer(parties.server().serverSocketFactory(), deaf);
                DaemonTaskRunner runner = new DaemonTaskRunner("test")) {
            runner.repeat("write-watchdog", Duration.ofMillis(20), watchdog::runOnce);
            Transport transport = dial(server.address("db.example"), trusting(parties));
            byte[] more = new byte[64 << 20];

            assertThatThrownBy(() -> transport.write(more, 0, more.length, within(200)))
                    .isInstanceOf(MongoOperationTimeoutException.class)
                    .extracting(e -> ((MongoException) e).bytesSent())
                    .isEqualTo(true);
        }
    }

    private void trickle(Socket socket, CountDownLatch over) throws IOException {
        byte[] record = {0x16, 3, 3, 0x10, 0}; // a handshake record of 4096 bytes, all too slow in coming
        socket.getOutputStream().write(record);
        try {
            while (!over.await(30, TimeUnit.MILLISECONDS)) {
                socket.getOutputStream().write(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LoopbackServer tlsServer(Parties parties) throws IOException {
        return new LoopbackServer(parties.server().serverSocketFactory(), this::echo);
    }

    private void echo(Socket socket, CountDownLatch over) throws IOException {
        byte[] first = socket.getInputStream().readNBytes(1);
        requestedNames.add(((ExtendedSSLSession) ((SSLSocket) socket).getSession()).getRequestedServerNames());
        socket.getOutputStream().write(first);
        socket.getInputStream().transferTo(socket.getOutputStream());
    }

    private static TlsConfig trusting(Parties parties) {
        return TlsConfig.on().withContext(parties.client());
    }

    private Transport dial(ServerAddress server, TlsConfig tls) {
        return dialer(tls).dial(server, within(20_000));
    }

    /** Whatever the name, the server is on the loopback interface. */
    private SocketDialer dialer(TlsConfig tls) {
        SocketDialer dialer =
                new SocketDialer(SocketFactory.getDefault(), tls, Duration.ofSeconds(20), Clock.system(), watchdog);
        return new SocketDialer(dialer, host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
    }

    private static Deadline within(long millis) {
        return Deadline.after(Clock.system(), Duration.ofMillis(millis));
    }

    /** A server with a certificate for one host, and a client that trusts whoever has issued it and nobody else. */
    private record Parties(ServerTls server, SSLContext client) {
        static Parties forHost(String host) {
            CertificateAuthority authority = CertificateAuthority.create("Test CA");
            return new Parties(
                    ServerTls.with(authority.order("CN=server").names(host).issue()), authority.trustingClient());
        }
    }
}
