package io.github.mooring.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.testkit.Gate;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class FaultySocketFactoryTest {
    private final FaultySocketFactory factory = new FaultySocketFactory();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket server;

    FaultySocketFactoryTest() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void passesBytesBothWaysWithoutFaults() throws Exception {
        try (Socket client = connect(Faults.none());
                Socket peer = server.accept()) {
            client.getOutputStream().write(new byte[] {1, 2, 3});
            peer.getOutputStream().write(new byte[] {4, 5});

            assertThat(peer.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
            assertThat(client.getInputStream().readNBytes(2)).containsExactly(4, 5);
        }
    }

    @Test
    void countsSocketsOpenedAndClosed() throws Exception {
        Socket first = connect(Faults.none());
        Socket second = connect(Faults.none());
        first.close();
        first.close();

        assertThat(factory.created()).isEqualTo(2);
        assertThat(factory.openedCount()).isEqualTo(2);
        assertThat(factory.closedCount()).isEqualTo(1);
        factory.awaitOpen(1);
        second.close();
        assertThat(factory.open()).isZero();
    }

    @Test
    void refusesOnlyTheSocketItWasToldToRefuse() throws Exception {
        assertThatThrownBy(() -> connect(Faults.none().refuse())).isInstanceOf(ConnectException.class);

        connect(Faults.none()).close();

        assertThat(factory.openedCount()).isEqualTo(1);
    }

    @Test
    void aHangingConnectEndsByItsTimeout() {
        factory.next(Faults.none().hangConnect(new Gate()));
        Socket socket = factory.createSocket();

        assertThatThrownBy(() -> socket.connect(server.getLocalSocketAddress(), 20))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aHangingConnectSucceedsOnceReleased() throws Exception {
        Gate gate = new Gate();
        Future<Socket> connecting = threads.submit(() -> connect(Faults.none().hangConnect(gate)));
        gate.awaitArrivals(1);
        assertThat(factory.openedCount()).isZero();

        gate.open();

        connecting.get(40, TimeUnit.SECONDS).close();
        assertThat(factory.openedCount()).isEqualTo(1);
    }

    @Test
    void aHangingConnectEndsWhenTheSocketIsClosed() throws Exception {
        Gate gate = new Gate();
        factory.next(Faults.none().hangConnect(gate));
        Socket socket = factory.createSocket();
        Future<?> connecting = threads.submit(() -> {
            socket.connect(server.getLocalSocketAddress());
            return null;
        });
        gate.awaitArrivals(1);

        socket.close();

        assertThatThrownBy(() -> connecting.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(SocketException.class);
    }

    @Test
    void resetsAtTheExactByteRead() throws Exception {
        try (Socket client = connect(Faults.none().resetAfterReading(2));
                Socket peer = server.accept()) {
            peer.getOutputStream().write(new byte[] {1, 2, 3});

            assertThat(client.getInputStream().readNBytes(2)).containsExactly(1, 2);
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessage("Connection reset");
            assertThatThrownBy(() -> peer.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void resetsAfterTheExactByteWritten() throws Exception {
        try (Socket client = connect(Faults.none().resetAfterWriting(0));
                Socket peer = server.accept()) {
            assertThatThrownBy(() -> client.getOutputStream().write(new byte[] {1, 2, 3}))
                    .isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> peer.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aPartialWriteReachesThePeerAndThrows() throws Exception {
        try (Socket client = connect(Faults.none().failAfterWriting(2));
                Socket peer = server.accept()) {
            assertThatThrownBy(() -> client.getOutputStream().write(new byte[] {1, 2, 3}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("after 2 bytes");
            assertThat(client.isClosed()).isFalse();
            client.shutdownOutput();

            assertThat(peer.getInputStream().readAllBytes()).containsExactly(1, 2);
        }
    }

    @Test
    void theStreamEndsAtTheExactByte() throws Exception {
        try (Socket client = connect(Faults.none().endAfterReading(1));
                Socket peer = server.accept()) {
            peer.getOutputStream().write(new byte[] {1, 2, 3});

            assertThat(client.getInputStream().readAllBytes()).containsExactly(1);
        }
    }

    @Test
    void shortReadsReturnOneByteAtATime() throws Exception {
        try (Socket client = connect(Faults.none().shortReads());
                Socket peer = server.accept()) {
            peer.getOutputStream().write(new byte[] {1, 2, 3});

            assertThat(client.getInputStream().read(new byte[10])).isEqualTo(1);
            assertThat(client.getInputStream().readNBytes(2)).containsExactly(2, 3);
        }
    }

    @Test
    void aBlockedReadObeysTheSocketsTimeout() throws Exception {
        try (Socket client = connect(Faults.none().blockReadAfter(1, new Gate()));
                Socket peer = server.accept()) {
            peer.getOutputStream().write(new byte[] {1, 2});
            client.setSoTimeout(20);

            assertThat(client.getInputStream().read()).isEqualTo(1);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aBlockedReadGoesOnWhenReleased() throws Exception {
        Gate gate = new Gate();
        try (Socket client = connect(Faults.none().blockReadAfter(0, gate));
                Socket peer = server.accept()) {
            peer.getOutputStream().write(7);
            Future<Integer> reading =
                    threads.submit(() -> client.getInputStream().read());
            gate.awaitArrivals(1);
            assertThat(reading.isDone()).isFalse();

            gate.open();

            assertThat(reading.get(40, TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    @Test
    @SuppressWarnings("try") // closing by hand is what this test is about
    void closingEndsABlockedReadAndABlockedWrite() throws Exception {
        Gate reads = new Gate();
        Gate writes = new Gate();
        try (Socket client = connect(Faults.none().blockReadAfter(0, reads).blockWriteAfter(1, writes));
                Socket peer = server.accept()) {
            Future<Integer> reading =
                    threads.submit(() -> client.getInputStream().read());
            Future<?> writing = threads.submit(() -> {
                client.getOutputStream().write(new byte[] {1, 2});
                return null;
            });
            reads.awaitArrivals(1);
            writes.awaitArrivals(1);
            assertThat(peer.getInputStream().read()).isEqualTo(1);

            client.close();

            assertThatThrownBy(() -> reading.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(SocketException.class);
            assertThatThrownBy(() -> writing.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(SocketException.class);
        }
    }

    private Socket connect(Faults faults) throws IOException {
        factory.next(faults);
        return factory.createSocket(server.getInetAddress(), server.getLocalPort());
    }
}
