package io.github.mooring.bench.client;

/**
 * What a client is told; immutable.
 *
 * @param port            where the server is, on the loopback interface
 * @param applicationName what the client calls itself in its handshakes, by which the server counts its connections
 * @param maxPoolSize     most connections
 * @param options         further options of a connection string, such as {@code sharing=never}, or empty
 */
public record ClientSettings(int port, String applicationName, int maxPoolSize, String options) {
    /** The connection string that says this. */
    String uri(String database) {
        return "mongodb://127.0.0.1:" + port + "/" + database + "?maxPoolSize=" + maxPoolSize + "&appName="
                + applicationName + (options.isEmpty() ? "" : "&" + options);
    }
}
