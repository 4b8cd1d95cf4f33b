package io.github.mooring.testkit.server;

import io.github.mooring.testkit.wire.WireCompressor;
import java.net.InetAddress;
import java.util.Set;

/**
 * What a server is started with.
 *
 * @param address where to listen; loopback
 * @param port where to listen; 0 for any free port
 * @param authenticationRequired whether commands need an authenticated connection
 * @param minWireVersion the oldest protocol announced
 * @param maxWireVersion the newest protocol announced
 * @param compressors what clients may compress messages with
 */
record ServerOptions(
        InetAddress address,
        int port,
        boolean authenticationRequired,
        int minWireVersion,
        int maxWireVersion,
        Set<WireCompressor> compressors) {
    ServerOptions {
        compressors = Set.copyOf(compressors);
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
