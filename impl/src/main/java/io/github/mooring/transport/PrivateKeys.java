package io.github.mooring.transport;

import io.github.mooring.api.MongoConfigurationException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads the private key of a PEM file: PKCS#8, encrypted or not, and the older forms of RSA (PKCS#1) and elliptic curves
 * (SEC 1). No error shows or carries anything of the key or of its password.
 */
final class PrivateKeys {
    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final String RSA = "RSA PRIVATE KEY";
    private static final String EC = "EC PRIVATE KEY";

    /** What a key may be that a certificate of TLS is for. */
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private static final String CONVERT = "; convert the key with: openssl pkcs8 -topk8 -in OLD -out NEW";

    private static final String ENCRYPT = "; encrypt the key with: openssl pkcs8 -topk8 -v2 aes256 -in OLD -out NEW";

    private final PemFile file;
    private final @Nullable String password;

    PrivateKeys(PemFile file, @Nullable String password) {
        this.file = file;
        this.password = password;
    }

    /** The blocks that are keys, in whatever form. */
    static List<PemBlock> blocks(PemFile file) {
        return file.blocks().stream()
                .filter(block -> block.label().endsWith(PLAIN))
                .toList();
    }

    /**
     * Reads one.
     *
     * @param certified the key in the certificate that it is to fit
     * @throws MongoConfigurationException if it is malformed, of a form that cannot be read, or the password does not fit
     */
    PrivateKey read(PemBlock block, PublicKey certified) {
        if (block.encrypted()) {
            throw file.error(
                    block,
                    "it is encrypted in OpenSSL's old form (Proc-Type: 4,ENCRYPTED), which Java cannot read" + CONVERT,
                    null);
        }
        return switch (block.label()) {
            case PLAIN -> decode(block, block.content());
            case ENCRYPTED -> decode(block, decrypt(block));
            case RSA -> decode(block, Der.rsaToPkcs8(block.content()));
            case EC -> ofCurve(block, certified);
            default -> throw file.error(block, "keys of this form cannot be read" + CONVERT, null);
        };
    }

    private PrivateKey ofCurve(PemBlock block, PublicKey certified) {
        if (!certified.getAlgorithm().equals("EC")) {
            throw file.error(
                    block,
                    "this EC key does not fit the first certificate, which has a key of " + certified.getAlgorithm()
                            + "; are they from the same pair?",
                    null);
        }
        return decode(block, Der.ecToPkcs8(block.content(), certified));
    }

    private PrivateKey decode(PemBlock block, byte[] pkcs8) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
                // it is of another kind, or of none
            }
        }
        throw file.error(block, "it is no private key of the kinds " + String.join(", ", ALGORITHMS), null);
    }

    private byte[] decrypt(PemBlock block) {
        if (password == null) {
            throw file.error(block, "it is encrypted, and " + TlsFiles.PASSWORD_OPTION + " is not set", null);
        }
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(block.content());
            String algorithm = algorithm(info);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
                    info.getAlgParameters());
            return decrypted(block, info, cipher);
        } catch (NoSuchAlgorithmException e) {
            throw file.error(
                    block,
                    "it is encrypted in a way that this JVM does not know (" + e.getMessage() + ")" + ENCRYPT,
                    null);
        } catch (InvalidKeySpecException e) {
            throw file.error(block, "Java takes passwords of printable ASCII characters only here", null);
        } catch (IOException | GeneralSecurityException e) {
            throw file.error(
                    block, "it is malformed, or encrypted in a way that this JVM does not know" + ENCRYPT, null);
        } finally {
            secret.clearPassword();
        }
    }

    /** PBES2 is a family; its parameters say which member it is. */
    private static String algorithm(EncryptedPrivateKeyInfo info) {
        boolean family = info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13");
        return family && info.getAlgParameters() != null
                ? info.getAlgParameters().toString()
                : info.getAlgName();
    }

    private byte[] decrypted(PemBlock block, EncryptedPrivateKeyInfo info, Cipher cipher) {
        try {
            return info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException e) {
            throw file.error(block, "it cannot be decrypted; is " + TlsFiles.PASSWORD_OPTION + " right?", null);
        }
    }
}
