package io.github.mooring.api;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * The host and port of a server; immutable. Hosts are lower-cased, as the discovery specification compares them.
 *
 * @param host a name or an IP literal, an IPv6 literal without its brackets
 * @param port 1 to 65535
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md">
 *     Server Discovery and Monitoring: address</a>
 */
public record ServerAddress(String host, int port) implements Serializable {
    /** The port that a connection string without one means. */
    public static final int DEFAULT_PORT = 27017;

    /** Checks and lower-cases. */
    public ServerAddress {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port of " + host + " is " + port + ", allowed is 1 to 65535");
        }
        host = host.toLowerCase(Locale.ROOT);
    }

    /** {@code host:port}, an IPv6 literal in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
