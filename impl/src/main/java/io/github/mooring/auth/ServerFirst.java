package io.github.mooring.auth;

import java.util.Base64;
import java.util.regex.Pattern;

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

    /** Printable ASCII without the comma. Source: RFC 5802 §7, printable. */
    private static final Pattern NONCE = Pattern.compile("[\\x21-\\x2B\\x2D-\\x7E]+");

    /** Source: RFC 5802 §7, posit-number; seven digits are more than the limit has. */
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,6}");

    /** Source: RFC 5802 §7, attr-val. */
    private static final Pattern EXTENSION = Pattern.compile("[A-Za-z]=.+", Pattern.DOTALL);

    static ServerFirst parse(String message, String clientNonce) {
        String[] attributes = attributes(message);
        if (attributes.length < 3) {
            throw new IllegalArgumentException("the server's first message has " + attributes.length
                    + " attributes instead of nonce, salt and iterations");
        }
        if (attributes[0].startsWith("m=")) {
            throw new IllegalArgumentException("the server demands an extension of SCRAM, and none is known");
        }
        String nonce = value(attributes[0], 'r', "nonce");
        if (!nonce.startsWith(clientNonce)) {
            throw new IllegalArgumentException("the server's nonce does not begin with the client's");
        }
        if (nonce.length() == clientNonce.length()) {
            throw new IllegalArgumentException("the server added nothing to the client's nonce");
        }
        if (!NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("the server's nonce has characters other than printable ASCII");
        }
        String salt = value(attributes[1], 's', "salt");
        if (decode(salt, "salt").length == 0) {
            throw new IllegalArgumentException("the server's salt is empty");
        }
        int iterations = iterations(value(attributes[2], 'i', "iteration count"));
        requireExtensions(attributes, 3);
        return new ServerFirst(nonce, salt, iterations);
    }

    /** The parts of a message of the server's, not looked at yet. */
    static String[] attributes(String message) {
        if (message.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the server's message has a NUL character");
        }
        return message.split(",", -1);
    }

    /** What a later version of SCRAM may add counts for nothing, but it has to have the form. */
    static void requireExtensions(String[] attributes, int from) {
        for (int i = from; i < attributes.length; i++) {
            if (!EXTENSION.matcher(attributes[i]).matches()) {
                throw new IllegalArgumentException(
                        "the server's message has something in place " + (i + 1) + " that is no attribute");
            }
        }
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

    /** Strict: what the decoder forgives, such as missing padding, would be two spellings of one salt. */
    static byte[] decode(String base64, String what) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the server's " + what + " is not Base64", e);
        }
        throw new IllegalArgumentException("the server's " + what + " is not Base64 as it has to be written");
    }

    private static int iterations(String digits) {
        if (!NUMBER.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "the server's iteration count is not a number from " + MIN_ITERATIONS + " to " + MAX_ITERATIONS);
        }
        int iterations = Integer.parseInt(digits);
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("the server's iteration count " + iterations + " is outside "
                    + MIN_ITERATIONS + ".." + MAX_ITERATIONS);
        }
        return iterations;
    }
}
