package io.github.mooring.transport;

import io.github.mooring.api.MongoException;
import io.github.mooring.time.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
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
    private final TlsConfig tls;
    private final WriteWatchdog watchdog;
    private final Socket raw;
    private final DeadlineGuard guard = new DeadlineGuard();

    TlsHandshake(Dial dial, TlsConfig tls, WriteWatchdog watchdog, Socket raw) {
        this.dial = dial;
        this.tls = tls;
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

    @Override
    public void abortIfOverdue() {
        if (guard.abortIfOverdue()) {
            SocketTransport.closeQuietly(raw);
        }
    }

    private SSLSocket layer() throws IOException {
        String host = dial.server().host();
        SSLSocket socket = (SSLSocket)
                tls.socketFactory().createSocket(raw, host, dial.server().port(), true);
        Deadline limit = dial.limit();
        if (!limit.isNever()) {
            socket.setSoTimeout((int) Math.max(1, Math.min(limit.remainingMillis(), Integer.MAX_VALUE)));
        }
        SSLParameters parameters = socket.getSSLParameters();
        SNIHostName name = serverName(host);
        if (name != null) {
            parameters.setServerNames(List.of(name));
        }
        if (tls.hostNameCheck()) {
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
        if (guard.isAborted() || e instanceof SocketTimeoutException) {
            return dial.failed(timedOut(), e);
        }
        String refusal = refusedCertificate(e);
        if (refusal != null) {
            return dial.failed(refusal, e);
        }
        if (has(e, EOFException.class) || e instanceof SocketException) {
            return dial.failed(
                    "the peer ended the connection during the TLS handshake; does it speak TLS at all (tls=true),"
                            + " and does it accept our certificate?",
                    e);
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof SSLException && message.contains("SSL message")) {
            return dial.failed("the peer does not speak TLS, but tls=true (" + message + ")", e);
        }
        return dial.failed("the TLS handshake failed: " + message, e);
    }

    private String timedOut() {
        return "the TLS handshake timed out after " + dial.elapsedMillis()
                + " ms; does the peer speak TLS at all (tls=true)?";
    }

    /** Why we did not like the peer's certificate, or null if that was not the reason. */
    private @Nullable String refusedCertificate(Throwable e) {
        CertificateException refusal = cause(e, CertificateException.class);
        if (refusal == null) {
            return null;
        }
        String message = String.valueOf(refusal.getMessage());
        boolean path = has(e, CertPathBuilderException.class) || has(e, CertPathValidatorException.class);
        if (!path && message.startsWith("No ")) { // "No name matching h found", "No subject alternative ... present"
            return "host name mismatch: the certificate is not made out for '"
                    + dial.server().host() + "' (" + message + ")";
        }
        return "the certificate is not trusted (" + message
                + "); is the authority that issued it in the trust store, and is it still valid?";
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        return cause(e, type) != null;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        int depth = 0;
        for (Throwable each = e; each != null && depth < 20; each = each.getCause(), depth++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
