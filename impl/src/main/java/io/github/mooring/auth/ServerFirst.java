package io.github.mooring.auth;

import java.util.Base64;

/**
 * The server's first SCRAM message, checked: its nonce, the salt and the number of iterations.
 *
 * <p>Refuses with an {@link IllegalArgumentException} that says what is wrong; the conversation adds who and how. The
 * texts carry no nonce and no salt. Source: RFC 5802 §7.
 */
record ServerFirst(String nonce, String saltBase64, int iterations) {

    /** Fewer would let a man in the middle make guessing cheap. Source: Authentication specification. */
    static final int MIN_ITERATIONS = 4096;

    /**
     * More would let a rogue server burn the client's CPU with every new connection. Chosen: above what is recommended
     * for stored passwords (600 000 for SHA-256, 1 300 000 for SHA-1), below one second on the machine it was measured
     * on (0.3 s per million). MongoDB's own defaults are 15 000 and 10 000.
     */
    static final int MAX_ITERATIONS = 2_000_000;

    static ServerFirst parse(String message, String clientNonce) {
        String[] attributes = message.split(",", -1);
        if (attributes.length < 3) {
            throw new IllegalArgumentException("the server's first message has " + attributes.length
                    + " attributes instead of nonce, salt and iterations");
        }
        String nonce = value(attributes[0], 'r', "nonce");
        if (!nonce.startsWith(clientNonce)) {
            throw new IllegalArgumentException("the server's nonce does not begin with the client's");
        }
        if (nonce.length() == clientNonce.length()) {
            throw new IllegalArgumentException("the server added nothing to the client's nonce");
        }
        String salt = value(attributes[1], 's', "salt");
        if (decode(salt, "salt").length == 0) {
            throw new IllegalArgumentException("the server's salt is empty");
        }
        return new ServerFirst(nonce, salt, iterations(value(attributes[2], 'i', "iteration count")));
    }

    byte[] salt() {
        return decode(saltBase64, "salt");
    }

    static String value(String attribute, char name, String what) {
        if (attribute.length() < 2 || attribute.charAt(0) != name || attribute.charAt(1) != '=') {
            throw new IllegalArgumentException("the server's message has no " + what + " (" + name + "=) in its place");
        }
        return attribute.substring(2);
    }

    static byte[] decode(String base64, String what) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the server's " + what + " is not Base64", e);
        }
    }

    private static int iterations(String digits) {
        int iterations;
        try {
            iterations = Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the server's iteration count is not a number of 32 bits", e);
        }
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("the server's iteration count " + iterations + " is outside "
                    + MIN_ITERATIONS + ".." + MAX_ITERATIONS);
        }
        return iterations;
    }
}
