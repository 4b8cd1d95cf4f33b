package io.github.mooring.testkit.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The two SCRAM mechanisms: their hashes, and what MongoDB makes of a password before it is hashed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5802">RFC 5802</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7677">RFC 7677</a>
 */
enum ScramMechanism {
    SHA_256("SCRAM-SHA-256", "HmacSHA256", "SHA-256", 15_000, 28),
    SHA_1("SCRAM-SHA-1", "HmacSHA1", "SHA-1", 10_000, 16);

    private final String mongoName;
    private final String hmac;
    private final String hash;
    final int iterations;
    final int saltBytes;

    ScramMechanism(String mongoName, String hmac, String hash, int iterations, int saltBytes) {
        this.mongoName = mongoName;
        this.hmac = hmac;
        this.hash = hash;
        this.iterations = iterations;
        this.saltBytes = saltBytes;
    }

    static Optional<ScramMechanism> named(String mongoName) {
        return Arrays.stream(values())
                .filter(m -> m.mongoName.equals(mongoName))
                .findFirst();
    }

    String mongoName() {
        return mongoName;
    }

    byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(hmac);
            mac.init(new SecretKeySpec(key, hmac));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + hmac, e);
        }
    }

    byte[] hash(byte[] data) {
        return digest(hash, data);
    }

    /** The bytes that stand for the password: prepared text for SHA-256, MongoDB's old digest for SHA-1. */
    byte[] passwordBytes(String user, String password) {
        if (this == SHA_256) {
            return utf8(SaslPrep.prepare(password));
        }
        byte[] digest = digest("MD5", utf8(user + ":mongo:" + password));
        return utf8(HexFormat.of().formatHex(digest));
    }

    /** RFC 5802's {@code Hi}: PBKDF2 with one output block. */
    byte[] saltedPassword(byte[] password, byte[] salt, int rounds) {
        byte[] block = Arrays.copyOf(salt, salt.length + 4);
        block[block.length - 1] = 1;
        byte[] round = hmac(password, block);
        byte[] result = round.clone();
        for (int i = 1; i < rounds; i++) {
            round = hmac(password, round);
            for (int k = 0; k < result.length; k++) {
                result[k] ^= round[k];
            }
        }
        return result;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
