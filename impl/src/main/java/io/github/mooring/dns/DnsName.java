package io.github.mooring.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How a name is written into a message; stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-3.1">RFC 1035, section 3.1</a>
 */
final class DnsName {
    /** Bytes of a name in a message, with the length of each label and the zero at the end. */
    static final int LONGEST = 255;

    static final int LONGEST_LABEL = 63;

    private DnsName() {}

    /**
     * The name as a message has it.
     *
     * @param name labels with dots in between, with or without a final dot
     * @throws IOException if no name can be written so
     */
    static byte[] encode(String name) throws IOException {
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : relative.split("\\.", -1)) {
            check(label, name);
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(0);
        if (out.size() > LONGEST) {
            throw new IOException("the name '" + name + "' takes " + out.size() + " bytes, allowed is " + LONGEST);
        }
        return out.toByteArray();
    }

    private static void check(String label, String name) throws IOException {
        if (label.isEmpty() || label.length() > LONGEST_LABEL) {
            throw new IOException("a part of the name '" + name + "' has " + label.length()
                    + " characters, allowed is 1 to " + LONGEST_LABEL);
        }
        if (!label.chars().allMatch(DnsName::isPlain)) {
            throw new IOException(
                    "the name '" + name + "' is not written in plain ASCII; an international name is given in"
                            + " its form that begins with xn--");
        }
    }

    /** What can stand in a label without looking like something else in a text: a dot in a label would. */
    static boolean isPlain(int character) {
        return character > ' ' && character < 0x7f && character != '.' && character != '\\';
    }
}
