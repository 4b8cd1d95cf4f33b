package io.github.mooring.testkit.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key, in every form that a PEM file may hold it in. Immutable.
 *
 * @param key   the private key
 * @param chain the certificate first, then those of the authorities above it, without the root
 */
public record IssuedCertificate(PrivateKey key, List<X509Certificate> chain) {
    /** Copies the list. */
    public IssuedCertificate {
        chain = List.copyOf(chain);
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The subject in the form in which MongoDB names X.509 users (RFC 2253). */
    public String subject() {
        return certificate().getSubjectX500Principal().getName();
    }

    /** Chain and key in one text, as {@code tlsCertificateKeyFile} wants them. */
    public String pem() {
        return certificatePem() + keyPem();
    }

    /** The chain. */
    public String certificatePem() {
        return Pem.certificates(chain);
    }

    /** The key as PKCS#8, {@code PRIVATE KEY}. */
    public String keyPem() {
        return Pem.pkcs8(key);
    }

    /** The key in the older form of its kind: PKCS#1, {@code RSA PRIVATE KEY}, or SEC 1, {@code EC PRIVATE KEY}. */
    public String traditionalKeyPem() {
        return Pem.traditional(key);
    }

    /** The key as PKCS#8 encrypted with PBES2, AES-256 and HMAC-SHA256, as OpenSSL writes it by default. */
    public String encryptedKeyPem(String password) {
        return Pem.encryptedPkcs8(key, password);
    }

    /** The key as PKCS#8 encrypted with PBES2 and an scrypt-derived key, which the JDK cannot read. */
    public String scryptKeyPem(String password) {
        return Pem.scryptPkcs8(key, password);
    }

    /** The key in the older form, encrypted by headers in the PEM text ({@code Proc-Type: 4,ENCRYPTED}). */
    public String legacyEncryptedKeyPem(String password) {
        return Pem.legacyEncrypted(key, password);
    }

    /** Names the certificate, never the key. */
    @Override
    public String toString() {
        return "certificate '" + subject() + "'";
    }
}
