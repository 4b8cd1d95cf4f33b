package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ServerAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One host of a connection string and the text of its port; immutable.
 *
 * @param host a name or an IP literal, an IPv6 literal without its brackets
 * @param port null if there is none; its range is the option's concern
 */
record HostPort(String host, @Nullable String port) {
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[\\s\\p{Cntrl}/?#@:\\[\\]\\\\<>\"{}|^`%,;=&]");
    private static final Pattern PORT = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");

    /**
     * Takes {@code host}, {@code host:port}, {@code [ipv6]} or {@code [ipv6]:port} apart.
     *
     * @throws IllegalArgumentException if it is none of these. The text is not shown: without its {@code @}, a password
     *     stands here
     */
    static HostPort parse(String text) {
        int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (hostEnd < 0) {
            return new HostPort(PercentEncoding.decode(text), null);
        }
        String host = PercentEncoding.decode(text.substring(0, hostEnd));
        if (hostEnd == text.length()) {
            return new HostPort(host, null);
        }
        if (hostEnd == 0 || text.charAt(hostEnd) != ':' || text.indexOf(':', hostEnd + 1) >= 0) {
            throw new IllegalArgumentException("is not host or host:port, with an IPv6 address in brackets");
        }
        String port = text.substring(hostEnd + 1);
        if (!PORT.matcher(port).matches()) {
            throw new IllegalArgumentException(
                    "has something else than a number after its colon; if user name and password are meant, '@' and"
                            + " the host are missing behind them");
        }
        return new HostPort(host, port);
    }

    /**
     * The server that is meant.
     *
     * @param hostWords what errors call it
     * @param portWords what they call its port
     * @throws MongoConfigurationException if no server can have this name or this port
     */
    ServerAddress address(String hostWords, String portWords) {
        return new ServerAddress(name(hostWords), port(portWords));
    }

    /** A number that is no port is not shown: without its {@code @}, a password stands here. */
    private int port(String what) {
        try {
            return port == null ? ServerAddress.DEFAULT_PORT : (Integer) Option.PORT_NUMBER.read(port);
        } catch (IllegalArgumentException e) {
            throw new MongoConfigurationException(
                    what + " is out of range, allowed is " + Option.PORT_NUMBER.allowed());
        }
    }

    /**
     * The host as a name that a name server can know.
     *
     * @throws MongoConfigurationException if it cannot be one
     */
    String srvName(String what) {
        String name = name(what);
        if (name.indexOf(':') >= 0) {
            throw new MongoConfigurationException(
                    what + " is an address, but behind mongodb+srv:// stands a name, which a name server knows");
        }
        return name;
    }

    private String name(String what) {
        try {
            return (String) Option.SERVER_NAME.read(host);
        } catch (IllegalArgumentException e) {
            throw new MongoConfigurationException(what + " " + e.getMessage(), e);
        }
    }

    /** As a connection string has it. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + (port == null ? "" : ":" + port);
    }

    /** The host in lower case and without brackets, or null if no host can have this name. No look-up is made. */
    static @Nullable String readHost(String text) {
        if (text.endsWith(".sock") || text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "is the path of a Unix domain socket, which is not supported; name a host");
        }
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean isHost = (bracketed || bare.indexOf(':') >= 0) ? isIpv6(bare) : isName(bare);
        return isHost ? bare.toLowerCase(Locale.ROOT) : null;
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && !NOT_IN_NAMES.matcher(text).find();
    }

    private static boolean isIpv6(String text) {
        if (!IPV6.matcher(text).matches()) {
            return false;
        }
        try {
            // brackets make it a literal to the JDK, so that it never asks a name server
            InetAddress.getByName("[" + text.replaceFirst("%.*", "") + "]");
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
