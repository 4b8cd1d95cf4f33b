package io.github.mooring.testkit.server;

import io.github.mooring.testkit.engine.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one SCRAM exchange: client-first in, server-first out, client-final in, server-final out.
 *
 * <p>Confined to its connection's thread.
 */
final class ScramConversation {
    private static final int NONCE_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What clients put into {@code c=}: base64 of {@code n,,}, that is no channel binding. */
    private static final String CHANNEL_BINDING = "biws";

    final boolean skipEmptyExchange;
    private final ScramCredential credential;
    private final User user;
    private final String clientFirstBare;
    private final String serverFirst;
    private final String nonce;
    private @Nullable User proven;

    private ScramConversation(
            User user, ScramCredential credential, String clientFirstBare, String nonce, boolean skipEmptyExchange) {
        this.user = user;
        this.credential = credential;
        this.clientFirstBare = clientFirstBare;
        this.nonce = nonce;
        this.skipEmptyExchange = skipEmptyExchange;
        this.serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(credential.salt) + ",i="
                + credential.mechanism.iterations;
    }

    /** Opens an exchange with the client's first message. */
    static ScramConversation open(
            Users users, String database, ScramMechanism mechanism, byte[] payload, boolean skipEmptyExchange) {
        String message = new String(payload, StandardCharsets.UTF_8);
        if (!message.startsWith("n,,")) {
            throw failed();
        }
        String bare = message.substring(3);
        Map<Character, String> attributes = attributes(bare);
        String clientNonce = attributes.getOrDefault('r', "");
        User user = users.find(database, unescape(attributes.getOrDefault('n', "")));
        if (user == null || clientNonce.isEmpty()) {
            throw failed();
        }
        ScramCredential credential = user.credential(mechanism);
        if (credential == null) {
            throw new CommandFailure(
                    334,
                    "Unable to use " + mechanism.mongoName() + " based authentication for user without any "
                            + mechanism.mongoName() + " credentials registered");
        }
        byte[] own = new byte[NONCE_BYTES];
        RANDOM.nextBytes(own);
        String nonce = clientNonce + Base64.getEncoder().encodeToString(own);
        return new ScramConversation(user, credential, bare, nonce, skipEmptyExchange);
    }

    byte[] serverFirst() {
        return ScramMechanism.utf8(serverFirst);
    }

    /** Checks the client's proof and answers with the server's. */
    byte[] finish(byte[] payload) {
        String message = new String(payload, StandardCharsets.UTF_8);
        Map<Character, String> attributes = attributes(message);
        int proofAt = message.lastIndexOf(",p=");
        boolean sound = proofAt > 0 && nonce.equals(attributes.get('r')) && CHANNEL_BINDING.equals(attributes.get('c'));
        if (!sound) {
            throw failed();
        }
        byte[] signed = ScramMechanism.utf8(clientFirstBare + "," + serverFirst + "," + message.substring(0, proofAt));
        verify(signed, attributes.getOrDefault('p', ""));
        proven = user;
        byte[] signature = credential.mechanism.hmac(credential.serverKey, signed);
        return ScramMechanism.utf8("v=" + Base64.getEncoder().encodeToString(signature));
    }

    /** The user, once the proof was right. */
    @Nullable
    User proven() {
        return proven;
    }

    private void verify(byte[] signed, String proof) {
        byte[] clientKey = decode(proof);
        byte[] signature = credential.mechanism.hmac(credential.storedKey, signed);
        if (clientKey.length != signature.length) {
            throw failed();
        }
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= signature[i];
        }
        if (!MessageDigest.isEqual(credential.mechanism.hash(clientKey), credential.storedKey)) {
            throw failed();
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw failed();
        }
    }

    private static Map<Character, String> attributes(String message) {
        Map<Character, String> attributes = new HashMap<>();
        for (String attribute : message.split(",", -1)) {
            if (attribute.length() >= 2 && attribute.charAt(1) == '=') {
                attributes.put(attribute.charAt(0), attribute.substring(2));
            }
        }
        return attributes;
    }

    private static String unescape(String name) {
        return name.replace("=2C", ",").replace("=3D", "=");
    }

    static CommandFailure failed() {
        return new CommandFailure(18, "Authentication failed.");
    }
}
