package io.github.mooring.client;

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

    /** The host in lower case and without brackets, or null if no host can have this name. No look-up is made. */
    static @Nullable String readHost(String text) {
        if (text.endsWith(".sock") || text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "is the path of a Unix domain socket, which is not supported by this version; name a host");
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
