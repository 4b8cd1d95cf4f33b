package io.github.mooring.testkit.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A record as it stands in an answer; immutable. */
public final class DnsRecord {
    static final int CNAME = 5;
    static final int TXT = 16;
    static final int SRV = 33;

    private final String owner;
    private final int type;
    private final long ttl;
    private final byte[] data;

    private DnsRecord(String owner, int type, long ttl, byte[] data) {
        this.owner = canonical(owner);
        this.type = type;
        this.ttl = ttl;
        this.data = data;
    }

    /** The name that it belongs to, in lower case without a final dot. */
    String owner() {
        return owner;
    }

    int type() {
        return type;
    }

    /** Seconds. */
    long ttl() {
        return ttl;
    }

    /** Its content. */
    byte[] data() {
        return data;
    }

    /** A server of a service. */
    public static DnsRecord srv(String owner, long ttl, int port, String target) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeShort(out, 0); // priority
        writeShort(out, 5); // weight
        writeShort(out, port);
        out.writeBytes(name(target));
        return new DnsRecord(owner, SRV, ttl, out.toByteArray());
    }

    /** A text of one or more parts. */
    public static DnsRecord txt(String owner, long ttl, String... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        return new DnsRecord(owner, TXT, ttl, out.toByteArray());
    }

    /** Another name for {@code target}. */
    public static DnsRecord cname(String owner, long ttl, String target) {
        return new DnsRecord(owner, CNAME, ttl, name(target));
    }

    /** What an alias leads to; for aliases only. */
    String alias() {
        return QuestionReader.name(data, 0);
    }

    static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Length and bytes of each label, and a zero. */
    static byte[] name(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        for (String label : bare.isEmpty() ? new String[0] : bare.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.write(0);
        return out.toByteArray();
    }

    static void writeShort(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
