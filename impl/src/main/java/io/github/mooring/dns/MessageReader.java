package io.github.mooring.dns;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads a DNS message from its start to its end and never beyond; whatever the bytes say, it takes time that is linear in what a
 * name may be long. Confined to one thread.
 */
final class MessageReader {
    private static final int POINTER = 0xc0;

    private final byte[] message;
    private int at;

    /** Reads from there. */
    MessageReader(byte[] message, int at) {
        this.message = message;
        this.at = at;
    }

    /** Where the next byte is read. */
    int position() {
        return at;
    }

    int u8() throws MalformedAnswerException {
        if (at >= message.length) {
            throw new MalformedAnswerException("ends after " + message.length + " bytes, in the middle of a field");
        }
        return message[at++] & 0xff;
    }

    int u16() throws MalformedAnswerException {
        return u8() << 8 | u8();
    }

    long u32() throws MalformedAnswerException {
        return (long) u16() << 16 | u16();
    }

    /** A text of so many bytes. */
    String text(int length) throws MalformedAnswerException {
        int start = at;
        skip(length);
        return new String(message, start, length, StandardCharsets.UTF_8);
    }

    void skip(int length) throws MalformedAnswerException {
        if (length > message.length - at) {
            throw new MalformedAnswerException(
                    "has a field of " + length + " bytes where " + (message.length - at) + " are left");
        }
        at += length;
    }

    /**
     * A name in lower case without a final dot, empty for the root. A part of it may stand earlier in the message; each
     * pointer has to lead further to the front than the one before, so there is no way in circles.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.1.4">RFC 1035, section 4.1.4</a>
     */
    String name() throws MalformedAnswerException {
        StringBuilder name = new StringBuilder();
        int end = -1;
        int front = at;
        for (int length = u8(); length != 0; length = u8()) {
            if ((length & POINTER) == POINTER) {
                int target = (length & ~POINTER) << 8 | u8();
                end = end < 0 ? at : end;
                front = jump(target, front);
            } else {
                append(name, length);
            }
        }
        at = end < 0 ? at : end;
        return name.toString();
    }

    private int jump(int target, int front) throws MalformedAnswerException {
        if (target >= front) {
            throw new MalformedAnswerException(
                    "has a name that goes on at " + target + ", which is not before " + front);
        }
        at = target;
        return target;
    }

    private void append(StringBuilder name, int length) throws MalformedAnswerException {
        // with its length and the end of the name
        if (length > DnsName.LONGEST_LABEL || name.length() + length + 3 > DnsName.LONGEST) {
            throw new MalformedAnswerException("has a name of more than " + DnsName.LONGEST
                    + " bytes, or a part of more than " + DnsName.LONGEST_LABEL);
        }
        int start = at;
        skip(length);
        if (name.length() > 0) {
            name.append('.');
        }
        String label = new String(message, start, length, StandardCharsets.ISO_8859_1);
        if (!label.chars().allMatch(DnsName::isPlain)) {
            throw new MalformedAnswerException(
                    "has a name with other characters than plain ASCII, or with a dot in a part");
        }
        name.append(label.toLowerCase(Locale.ROOT));
    }
}
