package io.github.mooring.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import io.github.mooring.time.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SocketTransportTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final WriteWatchdog watchdog = new WriteWatchdog();
    private final AtomicLong now = new AtomicLong();
    private final Clock fakeClock = Clock.of(now::get, (lock, condition, nanos) -> 0);

    @Test
    void readsWhatThePeerEchoesAndThenItsEnd() throws Exception {
        LoopbackServer.Script echoOnce = (socket, over) ->
                socket.getOutputStream().write(socket.getInputStream().readNBytes(HELLO.length));
        try (LoopbackServer server = new LoopbackServer(echoOnce);
                Transport transport = dial(server)) {
            Deadline deadline = within(10_000);
            byte[] buffer = new byte[64];

            transport.write(HELLO, 0, HELLO.length, deadline);
            int count = transport.read(buffer, 3, 61, deadline);

            assertThat(new String(buffer, 3, count, StandardCharsets.US_ASCII)).isEqualTo("hello");
            assertThat(transport.read(buffer, 0, 64, Deadline.never())).isEqualTo(-1);
            assertThat(transport.isOpen()).isTrue();
            assertThat(transport.peer()).isEqualTo(server.address());
            assertThat(transport.description()).contains(server.address().toString(), "no TLS");
        }
    }

    @Test
    void readThatNothingComesForEndsWithTheDeadlineAndLeavesTheTransportGood() throws Exception {
        LoopbackServer.Script answerLater = (socket, over) -> {
            socket.getInputStream().readNBytes(1);
            socket.getOutputStream().write(7);
        };
        try (LoopbackServer server = new LoopbackServer(answerLater);
                Transport transport = dial(server)) {
            byte[] buffer = new byte[1];

            assertThatThrownBy(() -> transport.read(buffer, 0, 1, within(50)))
                    .isInstanceOf(MongoOperationTimeoutException.class)
                    .hasMessageContaining("nothing came from " + server.address())
                    .hasMessageContaining("50 ms");
            transport.write(HELLO, 0, 1, within(10_000));

            assertThat(transport.read(buffer, 0, 1, within(10_000))).isEqualTo(1);
            assertThat(buffer[0]).isEqualTo((byte) 7);
        }
    }

    @Test
    void socketTimeOutBeforeTheDeadlineOfAnotherClockIsNotTheEnd() {
        Deadline deadline = Deadline.after(fakeClock, Duration.ofMillis(10));
        FakeSocket socket = new FakeSocket();
        List<Integer> timeouts = new ArrayList<>();
        socket.in = new InputStream() {
            @Override
            public int read() throws IOException {
                timeouts.add(socket.getSoTimeout());
                now.addAndGet(4_000_000);
                throw new java.net.SocketTimeoutException("Read timed out");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> transport(socket).read(new byte[1], 0, 1, deadline))
                .isInstanceOf(MongoOperationTimeoutException.class)
                .extracting(e -> ((MongoException) e).bytesSent())
                .isEqualTo(true);
        assertThat(timeouts).containsExactly(10, 6, 2);
    }

    @Test
    void brokenWriteMayHaveSentSomethingAndClosesTheTransport() {
        FakeSocket socket = new FakeSocket();
        socket.writeFailure = new SocketException("Broken pipe");
        SocketTransport transport = transport(socket);

        var e = catchThrowableOfType(
                MongoSocketException.class, () -> transport.write(HELLO, 0, HELLO.length, Deadline.never()));

        assertThat(e.bytesSent()).isTrue();
        assertThat(e).hasMessage("writing 5 bytes to db.example:27017 failed: Broken pipe");
        assertThat(transport.isOpen()).isFalse();
        assertThat(socket.closed).isTrue();
        assertThat(watchdog.size()).isZero();
    }

    @Test
    void usingAClosedTransportSaysThatNothingWasWritten() {
        SocketTransport transport = transport(new FakeSocket());
        transport.close();
        transport.close();

        var e = catchThrowableOfType(
                MongoSocketException.class, () -> transport.write(HELLO, 0, HELLO.length, Deadline.never()));

        assertThat(e.bytesSent()).isFalse();
        assertThat(e).hasMessage("cannot write to db.example:27017: the connection is closed");
        assertThatThrownBy(() -> transport.read(new byte[1], 0, 1, Deadline.never()))
                .isInstanceOf(MongoSocketException.class)
                .hasMessageContaining("cannot read from");
    }

    @Test
    void closingWakesTheReader() throws Exception {
        CountDownLatch accepted = new CountDownLatch(1);
        LoopbackServer.Script silent = (socket, over) -> {
            accepted.countDown();
            LoopbackServer.hold(socket, over);
        };
        try (LoopbackServer server = new LoopbackServer(silent)) {
            Transport transport = dial(server);
            Thread closer = new Thread(transport::close);
            accepted.await();

            closer.start();
            assertThatThrownBy(() -> transport.read(new byte[1], 0, 1, Deadline.never()))
                    .isInstanceOf(MongoSocketException.class)
                    .hasMessageContaining("closed");
            closer.join();
        }
    }

    @Test
    void writeToAPeerThatDoesNotReadIsAbortedByTheWatchdog() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer::hold);
                DaemonTaskRunner runner = new DaemonTaskRunner("test")) {
            runner.repeat("write-watchdog", Duration.ofMillis(20), watchdog::runOnce);
            Transport transport = dial(server);
            byte[] more = new byte[64 << 20]; // than any pair of socket buffers holds

            var e = catchThrowableOfType(
                    MongoOperationTimeoutException.class, () -> transport.write(more, 0, more.length, within(100)));

            assertThat(e.bytesSent()).isTrue();
            assertThat(e).hasMessageContaining("writing 67108864 bytes to " + server.address() + " took too long");
            assertThat(e).hasMessageContaining("deadline of 100 ms");
            assertThat(transport.isOpen()).isFalse();
            assertThat(watchdog.size()).isZero();
        }
    }

    @Test
    void watchdogLeavesAWriteWithTimeLeftAlone() {
        FakeSocket socket = new FakeSocket();
        SocketTransport transport = transport(socket);
        socket.duringWrite = watchdog::runOnce;

        transport.write(HELLO, 0, HELLO.length, Deadline.after(fakeClock, Duration.ofMillis(1)));
        now.addAndGet(2_000_000);
        watchdog.runOnce();

        assertThat(transport.isOpen()).isTrue();
        assertThat(socket.written).isEqualTo(5);
    }

    @Test
    void writeThatEndsAfterItWasAbortedIsATimeout() {
        FakeSocket socket = new FakeSocket();
        SocketTransport transport = transport(socket);
        socket.duringWrite = () -> {
            now.addAndGet(2_000_000);
            watchdog.runOnce();
        };

        var e = catchThrowableOfType(
                MongoOperationTimeoutException.class,
                () -> transport.write(HELLO, 0, 5, Deadline.after(fakeClock, Duration.ofMillis(1))));

        assertThat(e.bytesSent()).isTrue();
        assertThat(transport.isOpen()).isFalse();
    }

    @Test
    void readOfNothingIsRefused() {
        assertThatThrownBy(() -> transport(new FakeSocket()).read(new byte[1], 0, 0, Deadline.never()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> transport(new FakeSocket()).read(new byte[1], 1, 1, Deadline.never()))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private Transport dial(LoopbackServer server) {
        return new SocketDialer(
                        javax.net.SocketFactory.getDefault(),
                        TlsConfig.off(),
                        Duration.ofSeconds(10),
                        Clock.system(),
                        watchdog)
                .dial(server.address(), Deadline.never());
    }

    private SocketTransport transport(FakeSocket socket) {
        try {
            return new SocketTransport(
                    new io.github.mooring.api.ServerAddress("db.example", 27017), socket, socket, watchdog);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Deadline within(long millis) {
        return Deadline.after(Clock.system(), Duration.ofMillis(millis));
    }

    /** A connected socket without a network. */
    private static final class FakeSocket extends Socket {
        InputStream in = new ByteArrayInputStream(new byte[0]);
        Runnable duringWrite = () -> {};
        int written;
        boolean closed;
        private int soTimeout;

        @org.jspecify.annotations.Nullable
        IOException writeFailure;

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    duringWrite.run();
                    if (writeFailure != null) {
                        throw writeFailure;
                    }
                    written += length;
                }
            };
        }

        @Override
        public synchronized int getSoTimeout() {
            return soTimeout;
        }

        @Override
        public synchronized void setSoTimeout(int timeout) {
            soTimeout = timeout;
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return InetSocketAddress.createUnresolved("fake", 27017);
        }

        @Override
        public synchronized void close() {
            closed = true;
        }
    }
}
