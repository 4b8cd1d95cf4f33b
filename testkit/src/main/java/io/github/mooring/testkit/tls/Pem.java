package io.github.mooring.testkit.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/** Keys and certificates as PEM text. */
final class Pem {
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private Pem() {}

    static String certificates(List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            try {
                text.append(text(new PemObject("CERTIFICATE", certificate.getEncoded())));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(e);
            }
        }
        return text.toString();
    }

    static String pkcs8(PrivateKey key) {
        return text(new PemObject("PRIVATE KEY", key.getEncoded()));
    }

    static String traditional(PrivateKey key) {
        try {
            return text(new JcaMiscPEMGenerator(key));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encryptedPkcs8(PrivateKey key, String password) {
        try {
            return encrypted(
                    key,
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                            .setProvider(PROVIDER)
                            .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))
                            .setIterationCount(2048)
                            .setPassword(password.toCharArray())
                            .build());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    static String scryptPkcs8(PrivateKey key, String password) {
        ScryptConfig scrypt =
                new ScryptConfig.Builder(1024, 8, 1).withSaltLength(16).build();
        try {
            return encrypted(
                    key,
                    new JcePKCSPBEOutputEncryptorBuilder(scrypt, PKCS8Generator.AES_256_CBC)
                            .setProvider(PROVIDER)
                            .build(password.toCharArray()));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    static String legacyEncrypted(PrivateKey key, String password) {
        try {
            return text(new JcaMiscPEMGenerator(
                    key,
                    new JcePEMEncryptorBuilder("AES-256-CBC")
                            .setProvider(PROVIDER)
                            .build(password.toCharArray())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encrypted(PrivateKey key, OutputEncryptor encryptor) {
        try {
            return text(new JcaPKCS8Generator(key, encryptor));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(PemObjectGenerator object) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
