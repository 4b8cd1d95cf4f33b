package io.github.mooring.testkit.net;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A SOCKS5 proxy for tests, on the loopback interface (RFC 1928 and 1929); thread-safe. It connects to ports of this machine only,
 * whatever name a client asks for, as long as it knows the name; and keeps what it was asked for.
 */
public final class SocksServer implements AutoCloseable {
    private static final int VERSION = 5;
    private static final int NO_SIGN_ON = 0;
    private static final int USER_AND_PASSWORD = 2;
    private static final int NO_METHOD = 0xff;

    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private static final int GENERAL_FAILURE = 1;
    private static final int HOST_UNREACHABLE = 4;
    private static final int REFUSED = 5;

    private final ServerSocket listening;
    private final Map<String, String> users = new ConcurrentHashMap<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private volatile int refusal;
    private volatile byte @Nullable [] instead;
    private volatile boolean silent;

    private SocksServer(ServerSocket listening) {
        this.listening = listening;
    }

    /** Starts one on a free port that lets everybody in and knows {@code localhost}. */
    public static SocksServer start() {
        try {
            SocksServer server = new SocksServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            server.names.add("localhost");
            daemon(server::serve).start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "socks-server");
        thread.setDaemon(true);
        return thread;
    }

    /** Where it listens. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Lets in this user, and from now on nobody who has not signed on. */
    public SocksServer user(String name, String password) {
        users.put(name, password);
        return this;
    }

    /** Knows this name as one of this machine. */
    public SocksServer knows(String name) {
        names.add(name);
        return this;
    }

    /** Answers every request with this error from now on; 0 is none. */
    public void refuse(int code) {
        refusal = code;
    }

    /** Says this in place of a greeting from now on, and nothing more; null is the greeting. */
    public void say(byte @Nullable ... bytes) {
        instead = bytes;
    }

    /** Takes connections and says nothing from now on. */
    public void fallSilent() {
        silent = true;
    }

    /**
     * What it was asked to connect to, in order: the kind of the address, the address, the port and the user, such as
     * {@code name db.internal:27017 ann}; the user is {@code -} if nobody has signed on.
     */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many connections are open, to clients and to servers. */
    public int openConnections() {
        return sockets.size();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                sockets.add(client);
                daemon(() -> serve(client)).start();
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client) {
        try {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            String user = greet(in, out);
            if (user == null) {
                end(client, client);
                return;
            }
            Socket server = connect(in, out, user);
            if (server == null) {
                end(client, client);
                return;
            }
            daemon(() -> relay(server, client)).start();
            relay(client, server);
        } catch (IOException e) {
            end(client, client);
        }
    }

    /** Who has signed on; null if the client is not to go on. */
    private @Nullable String greet(DataInputStream in, DataOutputStream out) throws IOException {
        in.readUnsignedByte();
        byte[] offered = in.readNBytes(in.readUnsignedByte());
        if (silent) {
            in.readUnsignedByte(); // until the client has had enough
            return null;
        }
        byte[] other = instead;
        if (other != null) {
            out.write(other);
            return null;
        }
        int wanted = users.isEmpty() ? NO_SIGN_ON : USER_AND_PASSWORD;
        boolean has = new String(offered, StandardCharsets.ISO_8859_1).indexOf(wanted) >= 0;
        out.write(new byte[] {VERSION, (byte) (has ? wanted : NO_METHOD)});
        if (!has) {
            return null;
        }
        return wanted == NO_SIGN_ON ? "-" : signOn(in, out);
    }

    private @Nullable String signOn(DataInputStream in, DataOutputStream out) throws IOException {
        in.readUnsignedByte();
        String name = text(in);
        boolean known = text(in).equals(users.get(name));
        out.write(new byte[] {1, (byte) (known ? 0 : 1)});
        return known ? name : null;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private @Nullable Socket connect(DataInputStream in, DataOutputStream out, String user) throws IOException {
        in.readNBytes(3);
        int kind = in.readUnsignedByte();
        String host = switch (kind) {
            case IPV4 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case IPV6 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
            default -> text(in);
        };
        int port = in.readUnsignedShort();
        requests.add((kind == NAME ? "name " : "address ") + host + ":" + port + " " + user);
        if (refusal != 0 || (kind == NAME && !names.contains(host))) {
            reply(out, refusal != 0 ? refusal : HOST_UNREACHABLE);
            return null;
        }
        return connect(out, port);
    }

    private @Nullable Socket connect(DataOutputStream out, int port) throws IOException {
        Socket server = new Socket();
        sockets.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            end(server, server);
            reply(out, REFUSED);
            return null;
        }
        if (listening.isClosed()) {
            end(server, server);
            reply(out, GENERAL_FAILURE);
            return null;
        }
        reply(out, 0);
        return server;
    }

    /** The address from which it has connected is told as a name, which is as good as any and seldom seen. */
    private static void reply(DataOutputStream out, int code) throws IOException {
        byte[] bound = "bound.example".getBytes(StandardCharsets.US_ASCII);
        out.write(new byte[] {VERSION, (byte) code, 0, NAME, (byte) bound.length});
        out.write(bound);
        out.writeShort(1);
    }

    private void relay(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one side is gone, so the other has to go as well
        } finally {
            end(from, to);
        }
    }

    private void end(Socket one, Socket other) {
        for (Socket socket : List.of(one, other)) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone in any case
            }
            sockets.remove(socket);
        }
    }

    /** Stops listening and ends all connections; idempotent. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a socket on loopback failed", e);
        }
        List.copyOf(sockets).forEach(socket -> end(socket, socket));
    }
}
