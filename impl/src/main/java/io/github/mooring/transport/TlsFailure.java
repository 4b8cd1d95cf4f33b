package io.github.mooring.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in plain words why TLS with one server failed, in the handshake or, as servers of TLS 1.3 refuse a client's
 * certificate, with the first read after it; immutable.
 */
final class TlsFailure {
    private static final String ALERT = "Received fatal alert: ";

    /** By which a server says that it does not like the client's certificate, or that it misses one (RFC 8446, 6.2). */
    private static final Set<String> ABOUT_OUR_CERTIFICATE = Set.of(
            "certificate_required",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied");

    private final String host;
    private final TlsConfig config;
    private final TlsContexts.Current used;

    TlsFailure(String host, TlsConfig config, TlsContexts.Current used) {
        this.host = host;
        this.config = config;
        this.used = used;
    }

    /** Why a handshake failed. */
    String ofHandshake(IOException e) {
        return whyHandshake(e) + trouble();
    }

    /** Why a connection broke that had shaken hands. */
    String ofTraffic(IOException e) {
        String alert = alert(e);
        return alert == null ? String.valueOf(e.getMessage()) : ofAlert(alert) + trouble();
    }

    private String whyHandshake(IOException e) {
        String refused = CertificateProblem.describe(e, host, config.trustSource());
        if (refused != null) {
            return refused;
        }
        String alert = alert(e);
        if (alert != null) {
            return ofAlert(alert);
        }
        if (Causes.has(e, EOFException.class) || Causes.has(e, SocketException.class)) {
            return "the peer ended the connection during the TLS handshake; does it speak TLS at all (tls=true),"
                    + " and does it accept our certificate?";
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof SSLException && message.contains("SSL message")) {
            return "the peer does not speak TLS, but tls=true (" + message + ")";
        }
        if (message.contains("protocol version")) {
            return "the server speaks no version of TLS that this JVM accepts: " + message;
        }
        return "the TLS handshake failed: " + message;
    }

    private static @Nullable String alert(IOException e) {
        SSLException tls = Causes.find(e, SSLException.class);
        String message = tls == null ? "" : String.valueOf(tls.getMessage());
        int at = message.indexOf(ALERT);
        return at < 0 ? null : message.substring(at + ALERT.length()).trim();
    }

    private String ofAlert(String alert) {
        if (ABOUT_OUR_CERTIFICATE.contains(alert)) {
            return "the server refused us with the TLS alert " + alert + "; " + ownCertificate();
        }
        return switch (alert) {
            case "protocol_version" ->
                "the server speaks no version of TLS that this JVM offers (TLS alert protocol_version)";
            case "handshake_failure" ->
                "the server found nothing to agree on (TLS alert handshake_failure): no cipher suite in common, or "
                        + ownCertificate();
            case "unrecognized_name" ->
                "the server does not know the name '" + host + "' that it was asked for (TLS alert unrecognized_name)";
            default -> "the server ended TLS with the alert " + alert;
        };
    }

    private String ownCertificate() {
        X509Certificate own = used.own();
        if (own == null) {
            return config.context() == null
                    ? "it wants a client certificate, and " + TlsFiles.KEY_OPTION + " is not set"
                    : "does the SSLContext have a client certificate that it accepts?";
        }
        String time = CertificateProblem.outOfTime(own);
        return "the certificate of " + TlsFiles.KEY_OPTION + " is "
                + (time == null ? "not one that it accepts: " + CertificateProblem.identity(own) : time);
    }

    private String trouble() {
        return used.trouble() == null
                ? ""
                : "; the TLS files have changed since they were read, but cannot be used: " + used.trouble();
    }
}
