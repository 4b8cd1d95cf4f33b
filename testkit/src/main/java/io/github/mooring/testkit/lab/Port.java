package io.github.mooring.testkit.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A loopback port that stays ours while nobody listens on it: a bound socket that neither listens nor connects. Connecting to
 * the port is refused then, and no other process is given it.
 *
 * <p>On Linux a listening socket may be bound beside it, both allowing the reuse of the address.
 */
final class Port implements AutoCloseable {
    private final Socket placeholder = new Socket();

    /**
     * Reserves one.
     *
     * @param wanted which; 0 for any that is free
     */
    Port(int wanted) {
        try {
            placeholder.setReuseAddress(true);
            placeholder.bind(
                    new InetSocketAddress(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), wanted));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot reserve " + (wanted == 0 ? "a port" : "port " + wanted) + " on loopback: " + e.getMessage(),
                    e);
        }
    }

    int number() {
        return placeholder.getLocalPort();
    }

    @Override
    public void close() {
        try {
            placeholder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a socket that never connected failed", e);
        }
    }
}
