package io.github.mooring.transport;

import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.cert.CertPathValidator;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whether it is asked if a server's certificate was revoked. The JVM as a whole is set to ask, or not to, by the system property
 * {@value #PROPERTY}; nobody can be asked more than it wants to by a setting of one client.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/ocsp-support/ocsp-support.md">OCSP Support</a>
 */
public enum Revocation {
    /** As the JVM is set. */
    BY_THE_JVM,
    /**
     * As the JVM is set, but in lists (CRLs) alone: nobody is asked over OCSP, and an answer that the server brings along does not
     * count. A certificate of which no list tells is taken.
     */
    BY_LISTS,
    /** Never, whatever the JVM is set to. */
    NEVER;

    static final String PROPERTY = "com.sun.net.ssl.checkRevocation";

    /** A trust manager that trusts those whom the given one trusts, and asks so. */
    X509ExtendedTrustManager applyTo(X509ExtendedTrustManager usual) throws GeneralSecurityException {
        boolean asks = this == BY_LISTS && Boolean.getBoolean(PROPERTY);
        if (this == BY_THE_JVM || (this == BY_LISTS && !asks)) {
            return usual;
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors(usual), new X509CertSelector());
        parameters.setRevocationEnabled(asks);
        if (asks) {
            parameters.addCertPathChecker(lists());
        }
        return trusting(parameters);
    }

    private static Set<TrustAnchor> anchors(X509ExtendedTrustManager usual) throws KeyStoreException {
        X509Certificate[] trusted = usual.getAcceptedIssuers();
        if (trusted.length == 0) {
            throw new KeyStoreException("nobody is trusted: the trust store is empty");
        }
        return Arrays.stream(trusted)
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
    }

    private static PKIXRevocationChecker lists() throws GeneralSecurityException {
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(EnumSet.of(Option.PREFER_CRLS, Option.NO_FALLBACK, Option.SOFT_FAIL));
        return checker;
    }

    private static X509ExtendedTrustManager trusting(PKIXBuilderParameters parameters) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }
}
