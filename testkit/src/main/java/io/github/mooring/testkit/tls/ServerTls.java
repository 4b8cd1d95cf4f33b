package io.github.mooring.testkit.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** How a server speaks TLS: its certificate, whose clients it trusts, whether they must show a certificate. Immutable. */
public final class ServerTls {
    /** Whether clients show certificates. */
    private enum Clients {
        UNASKED,
        WANTED,
        REQUIRED
    }

    private final IssuedCertificate certificate;
    private final List<X509Certificate> trusted;
    private final Clients clients;
    private final List<String> protocols;
    private final SSLContext context;

    private ServerTls(
            IssuedCertificate certificate, List<X509Certificate> trusted, Clients clients, List<String> protocols) {
        this.certificate = certificate;
        this.trusted = List.copyOf(trusted);
        this.clients = clients;
        this.protocols = List.copyOf(protocols);
        this.context = Contexts.of(certificate, trusted);
    }

    /** TLS with this certificate; clients are not asked for theirs. */
    public static ServerTls with(IssuedCertificate certificate) {
        return new ServerTls(certificate, List.of(), Clients.UNASKED, List.of());
    }

    /** Asks clients for a certificate, and serves those without one, too. */
    public ServerTls wantingClientsOf(CertificateAuthority authority) {
        return new ServerTls(certificate, List.of(authority.certificate()), Clients.WANTED, protocols);
    }

    /** Refuses clients without a certificate that this authority has issued. */
    public ServerTls requiringClientsOf(CertificateAuthority authority) {
        return new ServerTls(certificate, List.of(authority.certificate()), Clients.REQUIRED, protocols);
    }

    /** Speaks these versions only, such as {@code TLSv1.2}. */
    public ServerTls speaking(String... versions) {
        return new ServerTls(certificate, trusted, clients, List.of(versions));
    }

    /** The same with another certificate. */
    public ServerTls renewed(IssuedCertificate other) {
        return new ServerTls(other, trusted, clients, protocols);
    }

    /** A factory of listening sockets that speak TLS like this. */
    public SSLServerSocketFactory serverSocketFactory() {
        return context.getServerSocketFactory();
    }

    /**
     * Puts TLS on a connection that was accepted, and shakes hands.
     *
     * @return the socket to read and write; the raw one stays the caller's to close, after a failure as well
     * @throws IOException if the client does not agree
     */
    public SSLSocket accept(Socket raw) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, null, raw.getPort(), false);
        socket.setUseClientMode(false);
        if (!protocols.isEmpty()) {
            socket.setEnabledProtocols(protocols.toArray(String[]::new));
        }
        switch (clients) {
            case REQUIRED -> socket.setNeedClientAuth(true);
            case WANTED -> socket.setWantClientAuth(true);
            default -> socket.setNeedClientAuth(false);
        }
        socket.startHandshake();
        return socket;
    }

    /** The subject of the certificate that a client has shown, as MongoDB names X.509 users (RFC 2253); null if none. */
    public static @Nullable String clientSubject(SSLSocket socket) {
        try {
            Principal subject = socket.getSession().getPeerPrincipal();
            return subject.getName();
        } catch (SSLPeerUnverifiedException e) {
            return null; // it has shown none
        }
    }

    @Override
    public String toString() {
        return "TLS with " + certificate + ", client certificates " + clients;
    }
}
