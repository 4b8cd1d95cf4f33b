package io.github.mooring.testkit.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The JDK's TLS contexts, made of certificates in memory. */
final class Contexts {
    private static final char[] PASSWORD = "of a store in memory".toCharArray();

    private Contexts() {}

    /**
     * A context.
     *
     * @param own     what to show; null for nothing
     * @param trusted whose certificates to accept; empty for nobody's
     */
    static SSLContext of(@Nullable IssuedCertificate own, List<X509Certificate> trusted) {
        try {
            KeyStore trust = emptyStore();
            for (X509Certificate each : trusted) {
                trust.setCertificateEntry(each.getSerialNumber().toString(), each);
            }
            TrustManagerFactory trustManagers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? new KeyManager[0] : keys(own), trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("no TLS with " + own, e);
        }
    }

    private static KeyManager[] keys(IssuedCertificate own) throws GeneralSecurityException, IOException {
        KeyStore keys = emptyStore();
        keys.setKeyEntry("own", own.key(), PASSWORD, own.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        return managers.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
