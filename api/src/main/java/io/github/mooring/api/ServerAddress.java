package io.github.mooring.api;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

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

    /** What tells an IPv6 literal from a name with a port: two colons. Whether it is one is for the resolver to say. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.+)?");

    /**
     * Checks and lower-cases; no look-up is made.
     *
     * @throws IllegalArgumentException if the host is empty, stands in brackets or has a port in it, or if the port is
     *     out of range
     */
    public ServerAddress {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty");
        }
        if (host.indexOf('[') >= 0 || host.indexOf(']') >= 0) {
            throw new IllegalArgumentException("host is '" + host + "', but brackets stand in connection strings only;"
                    + " an IPv6 address is given without them, such as ::1");
        }
        if (host.indexOf(':') >= 0 && !IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "host is '" + host + "', which is no IPv6 address; a port is given apart from the host");
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
