package io.github.mooring.auth;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What differs between the two SCRAM mechanisms: the hash, and what becomes of the password before it is salted. */
enum ScramVariant {
    /** The password goes through SASLprep. Source: Authentication specification, SCRAM-SHA-256; RFC 7677. */
    SHA_256(ScramMechanism.SCRAM_SHA_256) {
        @Override
        byte[] saltedPassword(Credential credential, byte[] salt, int iterations) {
            char[] password = credential.copyPassword();
            try {
                return ScramFunctions.saltedPassword(
                        algorithm, StringPreparation.SASL_PREPARATION, password, salt, iterations);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                // the second is what the library throws for a password of which SASLprep leaves nothing;
                // not chained: the library's text may quote characters of the password
                throw failure(
                        credential,
                        "the password is empty, or has characters that SASLprep (RFC 4013) prohibits or does not know");
            } finally {
                Arrays.fill(password, '\0');
            }
        }
    },

    /**
     * The password is the hexadecimal MD5 of {@code user:mongo:password}, nothing is prepared.
     * Source: Authentication specification, SCRAM-SHA-1; RFC 5802.
     */
    SHA_1(ScramMechanism.SCRAM_SHA_1) {
        @Override
        byte[] saltedPassword(Credential credential, byte[] salt, int iterations) {
            char[] digest = digest(credential);
            try {
                return ScramFunctions.saltedPassword(
                        algorithm, StringPreparation.NO_PREPARATION, digest, salt, iterations);
            } finally {
                Arrays.fill(digest, '\0');
            }
        }
    };

    final ScramMechanism algorithm;

    ScramVariant(ScramMechanism algorithm) {
        this.algorithm = algorithm;
    }

    abstract byte[] saltedPassword(Credential credential, byte[] salt, int iterations);

    AuthException failure(Credential credential, String reason) {
        return new AuthException(algorithm.getName(), credential, reason, null);
    }

    char[] digest(Credential credential) {
        char[] password = credential.copyPassword();
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update((credential.username() + ":mongo:").getBytes(StandardCharsets.UTF_8));
            md5.update(utf8);
            return hex(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AuthException(
                    algorithm.getName(), credential, "it needs MD5, which this JVM refuses; use SCRAM-SHA-256", e);
        } finally {
            Arrays.fill(password, '\0');
            utf8.clear();
            utf8.put(new byte[utf8.remaining()]);
        }
    }

    private static char[] hex(byte[] bytes) {
        char[] hex = new char[bytes.length * 2];
        for (int i = 0; i < bytes.length; i++) {
            hex[2 * i] = Character.forDigit((bytes[i] >> 4) & 0xF, 16);
            hex[2 * i + 1] = Character.forDigit(bytes[i] & 0xF, 16);
        }
        return hex;
    }
}
