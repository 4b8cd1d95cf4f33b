package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.transport.SocksProxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ClientOptions} say about the SOCKS5 proxy that connections go through; immutable.
 *
 * @param host     a name or an address, an IPv6 address without brackets
 * @param port     1 to 65535
 * @param userName who signs on to the proxy; null is nobody
 * @param password that user's password; null exactly if there is no user
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/socks5-support/socks5.md#mongoclient-configuration">
 *     SOCKS5 Support: MongoClient configuration</a>
 */
public record ProxyOptions(
        String host,
        int port,
        @Nullable String userName,
        @Nullable Secret password) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a value is out of range, or there is a user name or a password without the
     *     other
     */
    public ProxyOptions {
        Objects.requireNonNull(host, "host");
        Option.PROXY_PORT.check(port);
        if ((userName == null) != (password == null)) {
            throw new IllegalArgumentException(
                    userName == null
                            ? "proxyPassword is given, but proxyUsername is not"
                            : "proxyUsername is given, but proxyPassword is not");
        }
        var unused = socks(host, port, userName, password); // which checks the lengths
    }

    /** What the transport has to know of it. */
    SocksProxy forTransport() {
        return socks(host, port, userName, password);
    }

    private static SocksProxy socks(String host, int port, @Nullable String userName, @Nullable Secret password) {
        return new SocksProxy(new ServerAddress(host, port), userName, password == null ? null : password.reveal());
    }

    /** What a configuration says; null if it names no proxy. */
    static @Nullable ProxyOptions of(Settings given) {
        String host = given.find(Option.PROXY_HOST, String.class);
        if (host == null) {
            for (Option option : new Option[] {Option.PROXY_PORT, Option.PROXY_USERNAME, Option.PROXY_PASSWORD}) {
                given.refuse(option, "is given, but no proxyHost");
            }
            return null;
        }
        return new ProxyOptions(
                host,
                given.get(Option.PROXY_PORT, Integer.class),
                given.find(Option.PROXY_USERNAME, String.class),
                Secret.ofNullable(given.find(Option.PROXY_PASSWORD, String.class)));
    }
}
