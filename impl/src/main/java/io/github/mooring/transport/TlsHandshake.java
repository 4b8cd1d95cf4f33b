package io.github.mooring.transport;

import io.github.mooring.api.MongoException;
import io.github.mooring.time.Deadline;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Puts TLS on a connected socket, within the time of the dial, and says in plain words why that failed.
 *
 * <p>A handshake is many reads and writes, none of which the JDK limits as a whole; so it has both SO_TIMEOUT and the
 * watchdog. The host is checked as for HTTPS (RFC 2818), which is what MongoDB's specifications ask for.
 */
final class TlsHandshake implements WriteWatchdog.Watched {
    private final Dial dial;
    private final TlsConfig config;
    private final TlsContexts.Current tls;
    private final TlsFailure failure;
    private final WriteWatchdog watchdog;
    private final Socket raw;
    private final DeadlineGuard guard = new DeadlineGuard();

    TlsHandshake(Dial dial, TlsContexts contexts, WriteWatchdog watchdog, Socket raw) {
        this.dial = dial;
        this.config = contexts.config();
        this.tls = contexts.current();
        this.failure = new TlsFailure(dial.server().host(), config, tls);
        this.watchdog = watchdog;
        this.raw = raw;
    }

    /**
     * Does it.
     *
     * @return the socket to use in place of the raw one, which the caller still owns
     */
    SSLSocket run() {
        dial.requireTime("before the TLS handshake");
        Deadline limit = dial.limit();
        guard.begin(limit);
        watchdog.watch(this);
        try {
            SSLSocket socket = layer();
            socket.startHandshake();
            if (!guard.end(limit)) {
                throw dial.failed(timedOut(), null);
            }
            return socket;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            watchdog.unwatch(this);
        }
    }

    /** What to say if the connection breaks later on. */
    TlsFailure failure() {
        return failure;
    }

    @Override
    public void abortIfOverdue() {
        if (guard.abortIfOverdue()) {
            SocketTransport.closeQuietly(raw);
        }
    }

    private SSLSocket layer() throws IOException {
        String host = dial.server().host();
        SSLSocket socket = (SSLSocket) tls.context()
                .getSocketFactory()
                .createSocket(raw, host, dial.server().port(), true);
        Deadline limit = dial.limit();
        if (!limit.isNever()) {
            socket.setSoTimeout((int) Math.max(1, Math.min(limit.remainingMillis(), Integer.MAX_VALUE)));
        }
        SSLParameters parameters = socket.getSSLParameters();
        SNIHostName name = serverName(host);
        if (name != null) {
            parameters.setServerNames(List.of(name));
        }
        if (config.hostNameCheck()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** The name to ask for (SNI), or null where there is none: RFC 6066 has no place for IP literals. */
    private static @Nullable SNIHostName serverName(String host) {
        if (host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c))) {
            return null;
        }
        try {
            return new SNIHostName(host);
        } catch (IllegalArgumentException e) {
            return null; // a name such as my_host, which resolves but is no host name by the letter of the RFC
        }
    }

    private MongoException failed(IOException e) {
        boolean late = guard.isAborted() || e instanceof SocketTimeoutException;
        return dial.failed(late ? timedOut() : failure.ofHandshake(e), e);
    }

    private String timedOut() {
        return "the TLS handshake timed out after " + dial.elapsedMillis()
                + " ms; does the peer speak TLS at all (tls=true)?";
    }
}
