package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.wire.ForeignText;
import io.github.mooring.wire.WireException;

/** Reads {@code host}, {@code host:port} and {@code [IPv6]:port}, as members of a replica set name each other; stateless. */
final class MemberAddress {
    /** Characters of an address at most. A name in the DNS has 253, and a port and brackets come with it. */
    private static final int MAX_CHARS = 300;

    private static final int MAX_PORT = 65_535;
    /** What there is in host names and IP literals beside letters and digits. */
    private static final String PUNCTUATION = "-_.:%[]";

    private MemberAddress() {}

    /**
     * Reads one; without a port it means the default one.
     *
     * @param field where it stands
     * @throws WireException if it is none
     */
    static ServerAddress parse(String field, String text) {
        if (text.isEmpty() || text.length() > MAX_CHARS || !text.chars().allMatch(MemberAddress::isPartOfOne)) {
            throw notOne(field, text);
        }
        int hostEnd = text.startsWith("[") ? text.indexOf(']') : text.indexOf(':');
        if (text.startsWith("[")) {
            String literal = hostEnd < 0 ? "" : text.substring(1, hostEnd);
            return address(field, text, requireColon(field, text, literal), text.substring(hostEnd + 1));
        }
        return hostEnd < 0
                ? address(field, text, text, "")
                : address(field, text, text.substring(0, hostEnd), text.substring(hostEnd));
    }

    private static ServerAddress address(String field, String text, String host, String colonAndPort) {
        int port = colonAndPort.isEmpty() ? ServerAddress.DEFAULT_PORT : port(field, text, colonAndPort);
        try {
            return new ServerAddress(host, port);
        } catch (IllegalArgumentException e) {
            throw notOne(field, text);
        }
    }

    private static int port(String field, String text, String colonAndPort) {
        String digits = colonAndPort.substring(1);
        boolean number = colonAndPort.startsWith(":") && digits.matches("[0-9]{1,5}");
        int port = number ? Integer.parseInt(digits) : 0;
        if (number && (port < 1 || port > MAX_PORT)) {
            throw new WireException("field '" + field + "'", "a port from 1 to " + MAX_PORT, ForeignText.quoted(text));
        }
        if (!number) {
            throw notOne(field, text);
        }
        return port;
    }

    private static String requireColon(String field, String text, String literal) {
        if (literal.indexOf(':') < 0) {
            throw notOne(field, text);
        }
        return literal;
    }

    private static boolean isPartOfOne(int c) {
        return Character.isLetterOrDigit(c) || PUNCTUATION.indexOf(c) >= 0;
    }

    private static WireException notOne(String field, String text) {
        return new WireException(
                "field '" + field + "'", "host:port, an IPv6 address in brackets", ForeignText.quoted(text));
    }
}
