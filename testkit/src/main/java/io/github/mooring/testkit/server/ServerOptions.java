package io.github.mooring.testkit.server;

import java.net.InetAddress;

/**
 * What a server is started with.
 *
 * @param address where to listen; loopback
 * @param port where to listen; 0 for any free port
 * @param authenticationRequired whether commands need an authenticated connection
 * @param minWireVersion the oldest protocol announced
 * @param maxWireVersion the newest protocol announced
 */
record ServerOptions(
        InetAddress address, int port, boolean authenticationRequired, int minWireVersion, int maxWireVersion) {
    ServerOptions {
        if (!address.isLoopbackAddress()) {
            throw new IllegalArgumentException("the embedded server listens on loopback only, not on " + address);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0..65535, not " + port);
        }
        if (minWireVersion < 0 || maxWireVersion < minWireVersion) {
            throw new IllegalArgumentException(
                    "wire versions must satisfy 0 <= min <= max, not min=" + minWireVersion + " max=" + maxWireVersion);
        }
    }
}
