package io.github.mooring.dns;

import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.api.dns.TxtRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message that answers a question; immutable. Only the section of answers is read: nobody asked for the others.
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.1">RFC 1035, section 4.1</a>
 */
final class DnsAnswer {
    static final int NO_ERROR = 0;
    static final int NO_SUCH_NAME = 3;
    /** Chosen: five times as many hosts as a topology grows to. */
    static final int MOST_RECORDS = 1_000;

    private static final int RESPONSE = 0x8000;
    private static final int TRUNCATED = 0x0200;
    private static final int CODE = 0x000f;
    private static final int HEADER_END = 12;
    /** A chain that is longer is a mistake, or malice. Chosen. */
    private static final int MOST_ALIASES = 8;

    private final int code;
    private final boolean truncated;
    private final List<Item> records;
    /** The whole message, in which the records point to names; nobody changes it. */
    private final byte[] bytes;

    private DnsAnswer(int code, boolean truncated, List<Item> records, byte[] bytes) {
        this.code = code;
        this.truncated = truncated;
        this.records = records;
        this.bytes = bytes;
    }

    /**
     * A record whose content has not been looked at.
     *
     * @param owner   the name that it belongs to
     * @param ttl     how long it holds
     * @param start   where its content begins in the message
     * @param end     where it ends, exclusive
     */
    private record Item(String owner, int type, Duration ttl, int start, int end) {
        boolean is(RecordType wanted, String name) {
            return type == wanted.code() && owner.equals(name);
        }
    }

    /**
     * Reads a message.
     *
     * @return empty if it is well-formed as far as its question, and answers another one
     * @throws MalformedAnswerException saying what is wrong with it
     */
    static Optional<DnsAnswer> read(byte[] bytes, DnsQuery query) throws MalformedAnswerException {
        MessageReader in = new MessageReader(bytes, 0);
        int id = in.u16();
        int flags = in.u16();
        int questions = in.u16();
        int answers = in.u16();
        in.skip(HEADER_END - in.position());
        if (id != query.id() || (flags & RESPONSE) == 0 || questions != 1 || !isQuestion(in, query)) {
            return Optional.empty();
        }
        boolean truncated = (flags & TRUNCATED) != 0;
        List<Item> items = truncated ? List.of() : items(in, answers);
        return Optional.of(new DnsAnswer(flags & CODE, truncated, items, bytes));
    }

    private static boolean isQuestion(MessageReader in, DnsQuery query) throws MalformedAnswerException {
        String name = in.name();
        int type = in.u16();
        return in.u16() == DnsQuery.INTERNET && type == query.type().code() && name.equals(query.name());
    }

    private static List<Item> items(MessageReader in, int count) throws MalformedAnswerException {
        if (count > MOST_RECORDS) {
            throw new MalformedAnswerException("has " + count + " records, at most " + MOST_RECORDS + " are read");
        }
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String owner = in.name();
            int type = in.u16();
            boolean internet = in.u16() == DnsQuery.INTERNET;
            Duration ttl = ttl(in.u32());
            int length = in.u16();
            int start = in.position();
            in.skip(length);
            if (internet) {
                items.add(new Item(owner, type, ttl, start, start + length));
            }
        }
        return List.copyOf(items);
    }

    /** With its highest bit set it is zero: RFC 2181, section 8. */
    private static Duration ttl(long seconds) {
        return seconds > Integer.MAX_VALUE ? Duration.ZERO : Duration.ofSeconds(seconds);
    }

    /** How it went: {@link #NO_ERROR}, {@link #NO_SUCH_NAME} or another code, in words {@link #outcome}. */
    int code() {
        return code;
    }

    /** Whether records are left out because the message would have been too long; then none is read. */
    boolean truncated() {
        return truncated;
    }

    /** The servers that belong to the name or to what it is an alias of. */
    List<SrvRecord> servers(String name) throws MalformedAnswerException {
        List<SrvRecord> servers = new ArrayList<>();
        for (Item item : of(RecordType.SRV, name)) {
            servers.add(server(item));
        }
        return servers;
    }

    private SrvRecord server(Item item) throws MalformedAnswerException {
        MessageReader in = new MessageReader(bytes, item.start());
        in.u16(); // priority
        in.u16(); // weight
        int port = in.u16();
        String target = in.name();
        checkEnd(in, item);
        return new SrvRecord(target, port, item.ttl());
    }

    /** The texts that belong to the name or to what it is an alias of. */
    List<TxtRecord> texts(String name) throws MalformedAnswerException {
        List<TxtRecord> texts = new ArrayList<>();
        for (Item item : of(RecordType.TXT, name)) {
            MessageReader in = new MessageReader(bytes, item.start());
            List<String> strings = new ArrayList<>();
            while (in.position() < item.end()) {
                strings.add(in.text(in.u8()));
            }
            checkEnd(in, item);
            texts.add(new TxtRecord(strings));
        }
        return texts;
    }

    private static void checkEnd(MessageReader in, Item item) throws MalformedAnswerException {
        if (in.position() != item.end()) {
            throw new MalformedAnswerException("has a record of " + item.owner() + " that says it ends at " + item.end()
                    + " and ends at " + in.position());
        }
    }

    /** A server that looks names up for others puts aliases in front of what they lead to. */
    private List<Item> of(RecordType type, String name) throws MalformedAnswerException {
        String owner = name;
        for (int hops = 0; hops <= MOST_ALIASES; hops++) {
            Optional<Item> alias = find(RecordType.CNAME, owner);
            if (alias.isEmpty()) {
                String found = owner;
                return records.stream().filter(item -> item.is(type, found)).toList();
            }
            owner = new MessageReader(bytes, alias.get().start()).name();
        }
        throw new MalformedAnswerException("has a chain of more than " + MOST_ALIASES + " aliases (CNAME) for " + name
                + "; do they lead in a circle?");
    }

    private Optional<Item> find(RecordType type, String name) {
        return records.stream().filter(item -> item.is(type, name)).findFirst();
    }

    /** How it went, in words. */
    String outcome() {
        return switch (code) {
            case NO_ERROR -> "no error";
            case 1 -> "FORMERR: it did not understand the question";
            case 2 -> "SERVFAIL: it could not find out; is the domain's name server down?";
            case NO_SUCH_NAME -> "NXDOMAIN: there is no such name";
            case 4 -> "NOTIMP: it does not know such questions";
            case 5 -> "REFUSED: it does not answer this client";
            default -> "code " + code;
        };
    }
}
