package io.github.mooring.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.testkit.net.SocksServer;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections by way of a SOCKS5 proxy: what it is asked, and what goes wrong with it. */
@Timeout(300)
class SocksHandshakeTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final SocksServer proxy = SocksServer.start();

    @AfterEach
    void close() {
        proxy.close();
    }

    private SocketDialer dialer(@Nullable String user, @Nullable String password, Duration connectTimeout) {
        SocksProxy way = new SocksProxy(new ServerAddress("127.0.0.1", proxy.port()), user, password);
        return new SocketDialer(
                SocketFactory.getDefault(), way, TlsConfig.off(), connectTimeout, Clock.system(), new WriteWatchdog());
    }

    private void dial(String host, int port) {
        dialer(null, null, LONG)
                .dial(new ServerAddress(host, port), Deadline.never())
                .close();
    }

    private void assertRefused(SocketDialer dialer, String... words) {
        ServerAddress server = new ServerAddress("db.internal", 27017);
        assertThatExceptionOfType(MongoConnectException.class)
                .isThrownBy(() -> dialer.dial(server, Deadline.never()))
                .satisfies(e -> assertThat(e.bytesSent()).isFalse())
                .satisfies(e ->
                        assertThat(e.errorLabels()).as("it is not the server").isEmpty())
                .satisfies(e -> assertThat(e.server()).contains(server))
                .withMessageStartingWith(
                        "cannot connect to db.internal:27017: by way of the proxy 127.0.0.1:" + proxy.port() + ": ")
                .withMessageContainingAll(words)
                .withMessageNotContaining("s3ntinel");
    }

    @Test
    void namesAreForTheProxyToResolveAndAddressesAreHandedOnAsSuch() throws IOException {
        proxy.knows("db.internal");
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            dial("db.internal", server.getLocalPort());
            dial("127.0.0.1", server.getLocalPort());
            dial("::1", server.getLocalPort());

            String port = ":" + server.getLocalPort() + " -";
            assertThat(proxy.requests())
                    .containsExactly(
                            "name db.internal" + port, "address 127.0.0.1" + port, "address 0:0:0:0:0:0:0:1" + port);
        }
    }

    @Test
    void whoHasAUserSignsOnAndWhoNeedNotDoesNot() throws IOException {
        proxy.knows("db.internal");
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ServerAddress address = new ServerAddress("db.internal", server.getLocalPort());
            dialer("ann", "s3ntinel", LONG).dial(address, Deadline.never()).close();
            proxy.user("ann", "s3ntinel");
            dialer("ann", "s3ntinel", LONG).dial(address, Deadline.never()).close();

            assertThat(proxy.requests())
                    .extracting(request -> request.substring(request.lastIndexOf(' ') + 1))
                    .containsExactly("-", "ann");
        }
    }

    @Test
    void aProxyThatWantsSomebodyElseIsToldApartFromOneThatWantsAnybody() {
        proxy.user("bob", "other");

        assertRefused(dialer("ann", "s3ntinel", LONG), "it refuses user 'ann' (status 1); are proxyUsername");
        assertRefused(dialer(null, null, LONG), "nobody in without signing on; are proxyUsername");
    }

    @ParameterizedTest
    @CsvSource({
        "1, general failure",
        "2, rules do not allow",
        "3, network unreachable",
        "4, host unreachable",
        "5, connection refused; does a server listen",
        "6, time to live expired",
        "7, command not supported",
        "8, kind of address",
        "9, error 9",
    })
    void whatTheProxyRunsIntoIsSaid(int code, String reason) {
        proxy.refuse(code);

        assertRefused(dialer(null, null, LONG), "it could not connect to db.internal:27017: ", reason);
    }

    @ParameterizedTest
    @CsvSource({
        "72, 84, begins with 72 instead of 5; does a proxy listen there?",
        "5, -1, nobody in without signing on",
        "5, 1, 'method 1, which it was not offered'",
        "5, 2, 'method 2, which it was not offered'",
    })
    void whatIsNoProxyIsToldSo(byte first, byte second, String reason) {
        proxy.say(first, second);

        assertRefused(dialer(null, null, LONG), reason);
    }

    @Test
    void aProxyThatGoesAwayInTheMiddleIsToldSo() {
        proxy.say((byte) 5);

        assertRefused(dialer(null, null, LONG), "it closed the connection instead of its greeting, after 1 of 2 bytes");
    }

    @Test
    void aProxyThatIsDownOrUnknownIsNamed() {
        proxy.close();
        assertRefused(dialer(null, null, LONG), "connection refused by 127.0.0.1");

        SocketDialer lost = new SocketDialer(dialer(null, null, LONG), host -> {
            throw new UnknownHostException(host);
        });
        assertRefused(lost, "unknown host: the name '127.0.0.1'");
    }

    @Test
    void aSilentProxyIsWaitedForNoLongerThanSaid() {
        proxy.fallSilent();

        assertRefused(dialer(null, null, Duration.ofMillis(200)), "its greeting did not come within 200 ms");
        Deadline operation = Deadline.after(Clock.system(), Duration.ofMillis(200));
        assertThatExceptionOfType(MongoOperationTimeoutException.class)
                .isThrownBy(() -> dialer(null, null, LONG).dial(new ServerAddress("db.internal", 1), operation))
                .withMessageContaining("its greeting did not come within 200 ms");
    }

    @Test
    void nothingIsLeftOpenAfterAFailure() {
        proxy.refuse(1);
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(MongoException.class).isThrownBy(() -> dial("db.internal", 1));
        }
        while (proxy.openConnections() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void namesAndPasswordsHaveTheLengthsOfTheProtocol() {
        ServerAddress address = new ServerAddress("proxy", 1080);
        assertThat(new SocksProxy(address, "u".repeat(255), "ü".repeat(127)))
                .hasToString("proxy:1080 as user '" + "u".repeat(255) + "'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocksProxy(address, "u", "ü".repeat(128)))
                .withMessage("proxyPassword has 256 bytes of UTF-8, allowed is 1 to 255");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocksProxy(address, "", "p"))
                .withMessage("proxyUsername has 0 bytes of UTF-8, allowed is 1 to 255");
        assertThatIllegalArgumentException().isThrownBy(() -> new SocksProxy(address, "u", null));
    }
}
