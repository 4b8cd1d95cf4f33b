package io.github.mooring.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Sockets that take their time to connect to one port, as if a name server took its time: whatever limit the caller has set. Thread-safe.
 */
final class SlowSockets extends SocketFactory {
    /** How soon whoever waits notices that it is slow no more. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private volatile int slowPort = -1;
    private volatile Duration delay = Duration.ZERO;

    /** Connects to this port take so much longer from now on. */
    void slow(int port, Duration longer) {
        delay = longer;
        slowPort = port;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                if (endpoint instanceof InetSocketAddress address && address.getPort() == slowPort) {
                    awaitDelay();
                }
                super.connect(endpoint, timeout);
            }

            private void awaitDelay() {
                for (Duration waited = Duration.ZERO; waited.compareTo(delay) < 0; waited = waited.plus(LOOK)) {
                    Waits.pass(LOOK);
                }
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("the library connects sockets itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("the library connects sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("the library connects sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("the library connects sockets itself");
    }
}
