package io.github.mooring.auth;

import com.ongres.scram.common.exception.ScramRuntimeException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A SCRAM exchange by RFC 5802, without channel binding.
 *
 * <p>The messages are put together here and not by the SCRAM library, whose client puts every user name through SASLprep:
 * MongoDB forbids that, as servers look users up by their raw names. The library does the cryptography.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>state</th><th>challenge</th><th>next</th><th>response</th></tr>
 * <tr><td>START</td><td>server first</td><td>PROVED</td><td>client final</td></tr>
 * <tr><td>PROVED</td><td>server final, signature right</td><td>DONE</td><td>empty</td></tr>
 * <tr><td>DONE</td><td>empty</td><td>DONE</td><td>empty</td></tr>
 * <tr><td>any</td><td>anything else</td><td>FAILED</td><td>AuthException</td></tr>
 * </table>
 */
final class ScramConversation implements SaslConversation {

    private static final String GS2_HEADER = "n,,";
    /** {@code n,,} in Base64: no channel binding. */
    private static final String CHANNEL_BINDING = "c=biws";

    /**
     * More than any message has: a rogue server's should not be taken apart at length. Chosen: nonce, salt and signature have
     * well below a hundred each.
     */
    private static final int MAX_BYTES = 4096;

    private static final int MAX_SERVER_ERROR_CHARS = 100;
    private static final byte[] NOTHING = {};

    private enum State {
        START,
        PROVED,
        DONE,
        FAILED
    }

    private final ScramVariant variant;
    private final Credential credential;
    private final ScramKeyCache cache;
    private final String clientNonce;
    private final String clientFirstBare;

    private State state = State.START;
    private @Nullable ScramKeys keys;
    private String authMessage = "";

    ScramConversation(ScramVariant variant, Credential credential, ScramKeyCache cache, String clientNonce) {
        this.variant = variant;
        this.credential = credential;
        this.cache = cache;
        this.clientNonce = clientNonce;
        this.clientFirstBare = "n=" + escape(credential.username()) + ",r=" + clientNonce;
    }

    @Override
    public String mechanism() {
        return variant.algorithm.getName();
    }

    @Override
    public byte[] first() {
        return (GS2_HEADER + clientFirstBare).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isDone() {
        return state == State.DONE;
    }

    @Override
    public String hint() {
        return "are user, password and authSource right, and is the mechanism enabled?";
    }

    @Override
    public byte[] respond(byte[] challenge) {
        State before = state;
        state = State.FAILED; // unless the challenge proves good
        try {
            String message = decode(challenge);
            byte[] response = switch (before) {
                case START -> prove(message);
                case PROVED -> verify(message);
                case DONE -> requireEmpty(message);
                case FAILED -> throw new IllegalArgumentException("it has failed before");
            };
            state = before == State.START ? State.PROVED : State.DONE;
            return response;
        } catch (IllegalArgumentException | IllegalStateException | ScramRuntimeException e) {
            throw variant.failure(credential, String.valueOf(e.getMessage()));
        }
    }

    private byte[] prove(String message) {
        refuseServerError(message);
        ServerFirst challenge = ServerFirst.parse(message, clientNonce);
        String withoutProof = CHANNEL_BINDING + ",r=" + challenge.nonce();
        authMessage = clientFirstBare + "," + message + "," + withoutProof;
        ScramKeys derived = cache.keys(variant, credential, challenge);
        keys = derived;
        String proof = Base64.getEncoder().encodeToString(derived.proof(variant.algorithm, authMessage));
        return (withoutProof + ",p=" + proof).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] verify(String message) {
        refuseServerError(message);
        String[] attributes = ServerFirst.attributes(message);
        String signature = ServerFirst.value(attributes[0], 'v', "signature");
        ServerFirst.requireExtensions(attributes, 1);
        ScramKeys derived = keys;
        if (derived == null
                || !derived.verifies(variant.algorithm, authMessage, ServerFirst.decode(signature, "signature"))) {
            throw new IllegalArgumentException(
                    "the server's signature is wrong: it does not know the password, or is not who it claims to be");
        }
        return NOTHING;
    }

    private static byte[] requireEmpty(String message) {
        if (!message.isEmpty()) {
            throw new IllegalArgumentException(
                    "the server sent " + message.length() + " characters after its signature");
        }
        return NOTHING;
    }

    private static void refuseServerError(String message) {
        if (message.startsWith("e=")) {
            String error = message.substring(2, Math.min(message.length(), 2 + MAX_SERVER_ERROR_CHARS));
            throw new IllegalArgumentException("the server says: " + error.replaceAll("[^\\x20-\\x7E]", "?"));
        }
    }

    private static String decode(byte[] challenge) {
        if (challenge.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the server's message has " + challenge.length + " bytes, allowed are " + MAX_BYTES);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(challenge))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the server's message is not UTF-8", e);
        }
    }

    /** A comma would end the name, an equals sign begins an escape. */
    private static String escape(String username) {
        return username.replace("=", "=3D").replace(",", "=2C");
    }
}
