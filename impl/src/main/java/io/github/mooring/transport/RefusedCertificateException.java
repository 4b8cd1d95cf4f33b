package io.github.mooring.transport;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** That a server's certificate was refused, with the certificate, which the JDK's exceptions do not have. */
final class RefusedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final transient List<X509Certificate> chain;

    RefusedCertificateException(X509Certificate[] chain, CertificateException cause) {
        super(cause.getMessage(), cause);
        this.chain = List.of(chain);
    }

    /** What the server has shown, its own certificate first. */
    List<X509Certificate> chain() {
        return chain;
    }
}
