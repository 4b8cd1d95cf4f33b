package io.github.mooring.transport;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Has a SOCKS5 proxy connect to a server; after that the connection to the proxy is one to the server. The server's name is
 * handed on as it is, for the proxy to resolve. Confined to the dialing thread.
 *
 * <p>What is written are a few hundred bytes at most, which a new connection takes at once; what is read is limited by the
 * deadline.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1928">RFC 1928: SOCKS Protocol Version 5</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1929">RFC 1929: Username/Password Authentication for SOCKS V5</a>
 */
final class SocksHandshake {
    private static final int VERSION = 5;
    private static final int SIGN_ON_VERSION = 1;
    private static final int NO_SIGN_ON = 0;
    private static final int USER_AND_PASSWORD = 2;
    private static final int NO_METHOD = 0xff;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int LONGEST_NAME = 255;
    private static final int PORT_BYTES = 2;
    /** What is none of them is a name, and must not be looked up here. */
    private static final Pattern IPV4_LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final SocksProxy proxy;
    private final Socket socket;
    private final Deadline limit;

    /**
     * A handshake.
     *
     * @param socket connected to the proxy
     * @param limit  when to give up
     */
    SocksHandshake(SocksProxy proxy, Socket socket, Deadline limit) {
        this.proxy = proxy;
        this.socket = socket;
        this.limit = limit;
    }

    /**
     * Does it.
     *
     * @throws IOException if the proxy does not agree, does not answer in time or is none, or cannot reach the server; the text
     *     says which, and not who the proxy is
     */
    void connectTo(ServerAddress server) throws IOException {
        agreeOnMethod();
        byte[] request = request(server);
        socket.getOutputStream().write(request);
        byte[] reply = read(4, "its answer");
        checkVersion(reply[0], VERSION);
        if (reply[1] != 0) {
            throw new IOException("it could not connect to " + server + ": " + reason(reply[1] & 0xff));
        }
        readBoundAddress(reply[3]);
        socket.setSoTimeout(0);
    }

    private void agreeOnMethod() throws IOException {
        boolean named = proxy.userName() != null;
        socket.getOutputStream()
                .write(
                        named
                                ? new byte[] {VERSION, 2, NO_SIGN_ON, USER_AND_PASSWORD}
                                : new byte[] {VERSION, 1, NO_SIGN_ON});
        byte[] answer = read(2, "its greeting");
        checkVersion(answer[0], VERSION);
        int method = answer[1] & 0xff;
        if (method == USER_AND_PASSWORD && named) {
            signOn();
        } else if (method != NO_SIGN_ON) {
            throw new IOException(
                    method == NO_METHOD
                            ? named
                                    ? "it takes neither proxyUsername and proxyPassword nor nobody"
                                    : "it lets nobody in without signing on; are proxyUsername and proxyPassword missing?"
                            : "it has chosen method " + method + ", which it was not offered");
        }
    }

    private void signOn() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(SIGN_ON_VERSION);
        writeWithLength(out, Objects.requireNonNull(proxy.userName()));
        writeWithLength(out, Objects.requireNonNull(proxy.password()));
        byte[] message = out.toByteArray();
        try {
            socket.getOutputStream().write(message);
        } finally {
            Arrays.fill(message, (byte) 0);
        }
        byte[] answer = read(2, "its answer to the password");
        checkVersion(answer[0], SIGN_ON_VERSION);
        if (answer[1] != 0) {
            throw new IOException("it refuses user '" + proxy.userName() + "' (status " + (answer[1] & 0xff)
                    + "); are proxyUsername and proxyPassword right?");
        }
    }

    private static void writeWithLength(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length);
        out.writeBytes(bytes);
        Arrays.fill(bytes, (byte) 0);
    }

    private static byte[] request(ServerAddress server) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {VERSION, CONNECT, 0});
        writeAddress(out, server.host());
        out.write(server.port() >> 8);
        out.write(server.port());
        return out.toByteArray();
    }

    private static void writeAddress(ByteArrayOutputStream out, String host) throws IOException {
        if (host.indexOf(':') >= 0 || IPV4_LITERAL.matcher(host).matches()) {
            byte[] address = InetAddress.getByName(host).getAddress(); // a literal: nobody is asked
            out.write(address.length == IPV4_BYTES ? IPV4 : IPV6);
            out.writeBytes(address);
            return;
        }
        byte[] name = host.getBytes(StandardCharsets.UTF_8);
        if (name.length > LONGEST_NAME) {
            throw new IOException(
                    "the server's name has " + name.length + " bytes, and a proxy takes " + LONGEST_NAME + " at most");
        }
        out.write(NAME);
        out.write(name.length);
        out.writeBytes(name);
    }

    /** From where the proxy has connected; of no use here, but the server's first bytes come after it. */
    private void readBoundAddress(byte type) throws IOException {
        int length = switch (type) {
            case IPV4 -> IPV4_BYTES;
            case IPV6 -> IPV6_BYTES;
            case NAME -> read(1, "its answer")[0] & 0xff;
            default -> throw new IOException("its answer has an address of unknown type " + (type & 0xff));
        };
        var unused = read(length + PORT_BYTES, "its answer");
    }

    private void checkVersion(byte found, int wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("it does not speak SOCKS5: its answer begins with " + (found & 0xff) + " instead of "
                    + wanted + "; does a proxy listen there?");
        }
    }

    private byte[] read(int count, String what) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count) {
            socket.setSoTimeout(millisLeft(what));
            int more;
            try {
                more = in.read(bytes, have, count - have);
            } catch (SocketTimeoutException e) {
                throw late(what, e);
            }
            if (more < 0) {
                throw new EOFException("it closed the connection instead of " + what
                        + (have == 0 ? "" : ", after " + have + " of " + count + " bytes"));
            }
            have += more;
        }
        return bytes;
    }

    private int millisLeft(String what) throws IOException {
        if (limit.isNever()) {
            return 0;
        }
        if (limit.isExpired()) {
            throw late(what, null);
        }
        return (int) Math.min(limit.remainingMillis(), Integer.MAX_VALUE);
    }

    /** No exception of a socket's: the connection is there, and it is the proxy that is silent. */
    private IOException late(String what, @Nullable Throwable cause) {
        return new IOException(what + " did not come within " + limit.budget().toMillis() + " ms", cause);
    }

    /** RFC 1928, section 6. */
    private static String reason(int code) {
        return switch (code) {
            case 1 -> "general failure of the proxy";
            case 2 -> "its rules do not allow that";
            case 3 -> "network unreachable";
            case 4 -> "host unreachable; does the proxy know the name?";
            case 5 -> "connection refused; does a server listen on that port?";
            case 6 -> "time to live expired";
            case 7 -> "it does not connect to servers (command not supported)";
            case 8 -> "it does not know this kind of address";
            default -> "error " + code;
        };
    }
}
