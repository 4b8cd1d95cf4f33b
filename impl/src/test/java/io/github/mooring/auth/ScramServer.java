package io.github.mooring.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of SCRAM, written on the JDK's cryptography alone so that it checks the client independently. */
final class ScramServer {

    private final String hash;
    private final String hmac;
    private final char[] password;
    private final byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private final int iterations = 4096;

    private String clientFirstBare = "";
    private String serverFirst = "";
    private String authMessage = "";
    private byte[] salted = {};

    /** @param password as the mechanism salts it: prepared for SHA-256, the MD5 digest for SHA-1 */
    ScramServer(String mechanism, String password) {
        boolean sha256 = mechanism.equals("SCRAM-SHA-256");
        this.hash = sha256 ? "SHA-256" : "SHA-1";
        this.hmac = sha256 ? "HmacSHA256" : "HmacSHA1";
        this.password = password.toCharArray();
    }

    /** Answers the client's first message, which must be for this user name, escaped already. */
    byte[] start(byte[] clientFirst, String escapedUsername) {
        String message = new String(clientFirst, StandardCharsets.UTF_8);
        assertThat(message).startsWith("n,,n=" + escapedUsername + ",r=");
        clientFirstBare = message.substring(3);
        String nonce = clientFirstBare.substring(clientFirstBare.lastIndexOf(",r=") + 3) + "serverpart";
        serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(salt) + ",i=" + iterations;
        return serverFirst.getBytes(StandardCharsets.UTF_8);
    }

    /** Tells whether the client's proof is right. */
    boolean accepts(byte[] clientFinal) throws GeneralSecurityException {
        String message = new String(clientFinal, StandardCharsets.UTF_8);
        int proofAt = message.indexOf(",p=");
        authMessage = clientFirstBare + "," + serverFirst + "," + message.substring(0, proofAt);
        int bits = hash.equals("SHA-256") ? 256 : 160;
        salted = SecretKeyFactory.getInstance("PBKDF2With" + hmac)
                .generateSecret(new PBEKeySpec(password, salt, iterations, bits))
                .getEncoded();
        byte[] clientKey = mac(salted, "Client Key");
        byte[] signature = mac(MessageDigest.getInstance(hash).digest(clientKey), authMessage);
        byte[] expected = new byte[clientKey.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) (clientKey[i] ^ signature[i]);
        }
        return MessageDigest.isEqual(expected, Base64.getDecoder().decode(message.substring(proofAt + 3)));
    }

    byte[] finish() throws GeneralSecurityException {
        byte[] signature = mac(mac(salted, "Server Key"), authMessage);
        return ("v=" + Base64.getEncoder().encodeToString(signature)).getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] mac(byte[] key, String message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(hmac);
        mac.init(new SecretKeySpec(key, hmac));
        return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    }
}
