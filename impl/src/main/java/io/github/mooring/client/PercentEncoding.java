package io.github.mooring.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Percent-decoding as RFC 3986 section 2.1 has it, and nothing else: a {@code +} stays a {@code +}, for it is a blank
 * in web forms only. What is not {@code %} and two hexadecimal digits, not UTF-8, or NUL is refused, and never shown,
 * because it may be a password.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-string/connection-string-spec.md">
 *     Connection String: user info, values</a>
 */
final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * Decodes a part of a connection string that has a name.
     *
     * @throws IllegalArgumentException naming the part, if it is not properly encoded
     */
    static String decode(String what, String encoded) {
        try {
            return decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " " + e.getMessage(), e);
        }
    }

    /**
     * Decodes a part of a connection string.
     *
     * @throws IllegalArgumentException if it is not properly encoded
     */
    static String decode(String encoded) {
        if (encoded.indexOf('%') < 0 && encoded.indexOf('\0') < 0) {
            return encoded;
        }
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int b = in[i];
            if (b == '%') {
                b = hexDigit(in, i + 1) << 4 | hexDigit(in, i + 2);
                i += 2;
            }
            if (b == 0) {
                throw new IllegalArgumentException("has a NUL");
            }
            out.write(b);
        }
        return utf8(out.toByteArray());
    }

    private static int hexDigit(byte[] in, int index) {
        int digit = index < in.length ? Character.digit(in[index], 16) : -1;
        if (digit < 0) {
            throw new IllegalArgumentException(
                    "has a '%' without two hexadecimal digits behind it; a '%' itself is written %25");
        }
        return digit;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not UTF-8 once its '%' are decoded", e);
        }
    }
}
