package io.github.mooring.transport;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Dials by TCP, through a SOCKS5 proxy and with TLS on top where configured; thread-safe.
 *
 * <p>The name is resolved for each dial, so that a changed DNS entry counts from the next connection on, and every
 * address is tried. Each gets its share of the time that is left, so that a first address which swallows packets does
 * not use up the time of a second one that answers. What cannot be limited is the resolver of the JVM: it knows no
 * time-out.
 */
public final class SocketDialer implements Dialer {
    /** The smallest share of an address while more time is left. Chosen: one lost SYN is repeated after 1 s. */
    private static final long MIN_SHARE_MILLIS = 2_000;

    private final SocketFactory sockets;
    /** Null without TLS. */
    private final @Nullable TlsContexts tls;

    private final Duration connectTimeout;
    private final Clock clock;
    private final WriteWatchdog watchdog;
    private final NameResolution names;
    /** Null without a proxy. */
    private final @Nullable SocksProxy proxy;

    /** A dialer without a proxy. */
    public SocketDialer(
            SocketFactory sockets, TlsConfig tls, Duration connectTimeout, Clock clock, WriteWatchdog watchdog) {
        this(sockets, null, tls, connectTimeout, clock, watchdog);
    }

    /**
     * A dialer.
     *
     * @param sockets        makes unconnected sockets
     * @param proxy          what connections go through, which then resolves the servers' names; null for nothing
     * @param tls            whether and how to encrypt; its files are read here, and again when they have changed
     * @param connectTimeout longest time for one dial, TLS included; zero means no limit but the operation's deadline
     * @param watchdog       watches over what is dialed here
     * @throws io.github.mooring.api.MongoConfigurationException if a file of {@code tls} cannot be used
     */
    public SocketDialer(
            SocketFactory sockets,
            @Nullable SocksProxy proxy,
            TlsConfig tls,
            Duration connectTimeout,
            Clock clock,
            WriteWatchdog watchdog) {
        if (connectTimeout.isNegative()) {
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + ", allowed is 0 and more");
        }
        this.sockets = Objects.requireNonNull(sockets, "sockets");
        this.connectTimeout = connectTimeout;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.tls = tls.enabled() ? new TlsContexts(tls, clock) : null;
        this.watchdog = Objects.requireNonNull(watchdog, "watchdog");
        this.names = InetAddress::getAllByName;
        this.proxy = proxy;
    }

    /** The same dialer with other names. */
    SocketDialer(SocketDialer other, NameResolution names) {
        this.sockets = other.sockets;
        this.tls = other.tls;
        this.connectTimeout = other.connectTimeout;
        this.clock = other.clock;
        this.watchdog = other.watchdog;
        this.names = names;
        this.proxy = other.proxy;
    }

    @Override
    public Transport dial(ServerAddress server, Deadline deadline) {
        return dial(server, deadline, Cancellation.none());
    }

    /** The resolution of the name alone goes on to its end. */
    @Override
    public Transport dial(ServerAddress server, Deadline deadline, Cancellation cancellation) {
        Dial dial = new Dial(server, deadline, connectTimeout, clock, cancellation);
        dial.requireTime("before the host name was resolved");
        ServerAddress peer = proxy == null ? server : proxy.address();
        InetAddress[] addresses = resolve(dial, peer.host());
        List<String> reasons = new ArrayList<>();
        IOException last = null;
        for (int i = 0; i < addresses.length; i++) {
            dial.requireTime("after trying " + i + " of " + addresses.length + " addresses");
            long millis = shareMillis(dial.limit(), addresses.length - i);
            try {
                return open(dial, connect(dial, new InetSocketAddress(addresses[i], peer.port()), millis));
            } catch (IOException e) {
                last = e;
                reasons.add(reason(e, addresses[i], millis));
            }
        }
        throw dial.failed(byWhom() + String.join("; ", reasons), last);
    }

    /** What a text begins with that is about the proxy. */
    private String byWhom() {
        return proxy == null ? "" : "by way of the proxy " + proxy.address() + ": ";
    }

    private InetAddress[] resolve(Dial dial, String host) {
        try {
            return names.resolve(host);
        } catch (UnknownHostException e) {
            throw dial.failed(
                    byWhom() + "unknown host: the name '" + host + "' has no address in DNS or the hosts file", e);
        }
    }

    @SuppressWarnings("try") // the registration has only to last
    private Socket connect(Dial dial, InetSocketAddress address, long timeoutMillis) throws IOException {
        Socket socket = sockets.createSocket();
        boolean connected = false;
        try (Cancellation.Registration whileConnecting = dial.closing(socket)) {
            socket.setTcpNoDelay(true); // a request is one write; nothing more comes that it could wait for
            socket.setKeepAlive(true);
            if (proxy == null) {
                dial.reaches();
            }
            socket.connect(address, (int) timeoutMillis);
            if (proxy != null) {
                new SocksHandshake(proxy, socket, dial.limit()).connectTo(dial.server());
                dial.reaches();
            }
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                SocketTransport.closeQuietly(socket);
            }
        }
    }

    /** Takes the connected socket over: it is part of the transport, or closed. */
    @SuppressWarnings("try") // the registration has only to last
    private Transport open(Dial dial, Socket raw) {
        boolean open = false;
        try (Cancellation.Registration whileOpening = dial.closing(raw)) {
            Transport transport = tls == null
                    ? new SocketTransport(dial.server(), raw, raw, watchdog)
                    : secure(dial, new TlsHandshake(dial, tls, watchdog, raw), raw);
            open = true;
            return transport;
        } catch (IOException e) {
            throw brokenAfterConnect(dial, e);
        } finally {
            if (!open) {
                SocketTransport.closeQuietly(raw);
            }
        }
    }

    private Transport secure(Dial dial, TlsHandshake handshake, Socket raw) throws IOException {
        SSLSocket socket = handshake.run();
        return new SocketTransport(dial.server(), raw, socket, watchdog, handshake.failure()::ofTraffic);
    }

    private static MongoException brokenAfterConnect(Dial dial, IOException e) {
        return dial.failed("the connection broke as soon as it was made: " + e.getMessage(), e);
    }

    /** 0, the JDK's "no limit", only if there is none. */
    private static long shareMillis(Deadline limit, int addressesLeft) {
        if (limit.isNever()) {
            return 0;
        }
        long left = Math.max(1, limit.remainingMillis());
        long share = Math.max(left / addressesLeft, Math.min(left, MIN_SHARE_MILLIS));
        return Math.min(share, Integer.MAX_VALUE);
    }

    private static String reason(IOException e, InetAddress address, long millis) {
        String where = address.getHostAddress();
        if (e instanceof SocketTimeoutException) {
            return where + " timed out after " + millis + " ms; is it down, or does a firewall drop packets?";
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof ConnectException && message.contains("refused")) {
            return "connection refused by " + where + "; does a server listen on that port?";
        }
        return where + ": " + message;
    }
}
