package io.github.mooring.testkit.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/** What kind of key a certificate is for. */
public enum KeyKind {
    /** RSA of 2048 bits; takes a moment to make. */
    RSA("RSA", 2048, "SHA256withRSA"),
    /** An elliptic curve, P-256. */
    EC("EC", 256, "SHA256withECDSA"),
    /** Edwards curve 25519, for TLS 1.2 and 1.3. */
    ED25519("Ed25519", 255, "Ed25519");

    private final String algorithm;
    private final int bits;
    private final String signature;

    KeyKind(String algorithm, int bits, String signature) {
        this.algorithm = algorithm;
        this.bits = bits;
        this.signature = signature;
    }

    KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (this != ED25519) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    /** The signature that goes with a private key. */
    static String signatureFor(String keyAlgorithm) {
        for (KeyKind kind : values()) {
            if (kind.algorithm.equals(keyAlgorithm)) {
                return kind.signature;
            }
        }
        return ED25519.signature; // the JDK calls these keys EdDSA
    }
}
