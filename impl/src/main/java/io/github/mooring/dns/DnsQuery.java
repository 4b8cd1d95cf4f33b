package io.github.mooring.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Locale;

/**
 * A question to a name server; immutable.
 *
 * @param id   what the answer has to repeat, 16 bits that nobody can guess
 * @param name in lower case, without a final dot
 * @param type what is asked for
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.1">RFC 1035, section 4.1</a>
 */
record DnsQuery(int id, String name, RecordType type) {
    /** The class of the internet, the only one. */
    static final int INTERNET = 1;

    private static final int RECURSION_DESIRED = 0x0100;

    DnsQuery {
        name = (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
    }

    /**
     * The message that asks it.
     *
     * @throws IOException if there can be no such name
     */
    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(RECURSION_DESIRED);
        out.writeShort(1); // questions
        out.writeShort(0);
        out.writeShort(0);
        out.writeShort(0);
        out.write(DnsName.encode(name));
        out.writeShort(type.code());
        out.writeShort(INTERNET);
        return bytes.toByteArray();
    }

    /** As errors tell it. */
    @Override
    public String toString() {
        return type + " records of " + name;
    }
}
