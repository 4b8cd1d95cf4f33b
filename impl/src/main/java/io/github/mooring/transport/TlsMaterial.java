package io.github.mooring.transport;

import io.github.mooring.api.MongoConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the files of {@link TlsFiles} hold, read and found to fit together; immutable.
 *
 * @param chain   the own certificate and those of the authorities above it; empty if there is none
 * @param key     the own private key, null if there is none
 * @param trusted whose certificates are trusted; empty for those that the JVM trusts
 */
record TlsMaterial(List<X509Certificate> chain, @Nullable PrivateKey key, List<X509Certificate> trusted) {
    private static final String[] CERTIFICATE = {"CERTIFICATE", "X509 CERTIFICATE"};

    /** Protects a key store that exists in memory only, and only until it has been made use of. */
    private static final char[] PASSWORD = "in memory".toCharArray();

    /**
     * Reads the files.
     *
     * @throws MongoConfigurationException naming option, file, line, and what is likely to be wrong
     */
    static TlsMaterial read(TlsFiles files) {
        List<X509Certificate> trusted = files.caFile() == null ? List.of() : trusted(files.caFile());
        if (files.certificateKeyFile() == null) {
            return new TlsMaterial(List.of(), null, trusted);
        }
        PemFile file = PemFile.read(TlsFiles.KEY_OPTION, files.certificateKeyFile());
        List<PemBlock> keys = PrivateKeys.blocks(file);
        List<PemBlock> certificates = file.labelled(CERTIFICATE);
        if (certificates.isEmpty()) {
            throw file.error("it holds no certificate, only " + file.inventory()
                    + "; certificate and key belong into one file, one behind the other");
        }
        if (keys.size() != 1) {
            throw file.error("it holds " + keys.size() + " private keys where one is needed: " + file.inventory()
                    + "; certificate and key belong into one file, one behind the other");
        }
        List<X509Certificate> chain = parse(file, certificates);
        PrivateKey key = new PrivateKeys(file, files.certificateKeyFilePassword())
                .read(keys.get(0), chain.get(0).getPublicKey());
        requireFit(file, key, keys.get(0), chain, certificates);
        return new TlsMaterial(chain, key, trusted);
    }

    private static List<X509Certificate> trusted(String path) {
        PemFile file = PemFile.read(TlsFiles.CA_OPTION, path);
        List<PemBlock> blocks = file.labelled(CERTIFICATE);
        if (blocks.isEmpty()) {
            throw file.error("it holds no certificate of an authority, only " + file.inventory());
        }
        return parse(file, blocks);
    }

    private static List<X509Certificate> parse(PemFile file, List<PemBlock> blocks) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : blocks) {
            try {
                certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(block.content())));
            } catch (CertificateException e) {
                throw file.error(block, "it is no X.509 certificate", e);
            }
        }
        return List.copyOf(certificates);
    }

    /** The key has to be the first certificate's; that of another is a file in the wrong order. */
    private static void requireFit(
            PemFile file, PrivateKey key, PemBlock keyBlock, List<X509Certificate> chain, List<PemBlock> blocks) {
        for (int i = 0; i < chain.size(); i++) {
            if (!fits(key, chain.get(i).getPublicKey())) {
                continue;
            }
            if (i == 0) {
                return;
            }
            throw file.error(keyBlock, "it is the key of the " + blocks.get(i) + ", which has to stand first", null);
        }
        throw file.error(
                keyBlock,
                "this " + key.getAlgorithm() + " key does not fit the " + blocks.get(0) + " (subject '"
                        + name(chain.get(0)) + "', a key of "
                        + chain.get(0).getPublicKey().getAlgorithm() + "); are they from the same pair?",
                null);
    }

    private static boolean fits(PrivateKey key, PublicKey publicKey) {
        byte[] probe = {1, 2, 3, 5, 8, 13};
        try {
            Signature signature = Signature.getInstance(signature(key));
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            return signature.verify(signed);
        } catch (SignatureException e) {
            return false; // as with RSA keys of different lengths
        } catch (GeneralSecurityException e) {
            return false; // a key of another kind
        }
    }

    private static String signature(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /** The certificate that is shown to servers, null if there is none. */
    @Nullable
    X509Certificate own() {
        return chain.isEmpty() ? null : chain.get(0);
    }

    /** What shows the own certificate; empty if there is none. */
    KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        if (key == null) {
            return new KeyManager[0];
        }
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key, PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
    }

    /** What checks the certificates of servers: against the authorities of the file, or against the JVM's trust store. */
    X509ExtendedTrustManager trustManager(Revocation revocation) throws GeneralSecurityException, IOException {
        return revocation.applyTo(trustManager());
    }

    /** As above, as the JVM asks whether certificates were revoked. */
    X509ExtendedTrustManager trustManager() throws GeneralSecurityException, IOException {
        KeyStore store = null;
        if (!trusted.isEmpty()) {
            store = emptyStore();
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("authority " + i, trusted.get(i));
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** How much there is of what, never the key. */
    @Override
    public String toString() {
        X509Certificate shown = own();
        return "TlsMaterial[own=" + (shown == null ? "none" : name(shown)) + ", trusted=" + trusted.size() + "]";
    }
}
