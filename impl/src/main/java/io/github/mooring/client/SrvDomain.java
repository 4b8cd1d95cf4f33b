package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.dns.SrvRecord;
import java.util.Locale;

/**
 * The domain that the servers behind a name must be in, so that nobody who can forge an answer leads a client, and its
 * password, somewhere else; immutable.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/initial-dns-seedlist-discovery/initial-dns-seedlist-discovery.md#querying-dns">
 *     Initial DNS Seedlist Discovery: querying DNS</a>
 */
final class SrvDomain {
    /** With fewer labels, the name itself is the domain: what is above it belongs to everybody. */
    private static final int LABELS_OF_A_MEMBER = 3;

    private final String domain;

    private SrvDomain(String domain) {
        this.domain = domain;
    }

    /** The domain of a name. */
    static SrvDomain of(String host) {
        String name = bare(host);
        int labels = name.split("\\.", -1).length;
        return new SrvDomain(labels < LABELS_OF_A_MEMBER ? name : name.substring(name.indexOf('.') + 1));
    }

    /**
     * The server of a record.
     *
     * @throws IllegalArgumentException naming the record and the rule that it breaks
     */
    ServerAddress server(SrvRecord record) {
        String target = bare(record.target());
        String shown = Quoted.text(target) + " with port " + record.port();
        if (target.isEmpty()) {
            throw new IllegalArgumentException("a record says that there is no such service (its target is the root)");
        }
        // the dot counts: evilexample.com is not in example.com, and example.com is no member of itself
        if (!target.endsWith("." + domain) || target.startsWith(".")) {
            throw new IllegalArgumentException("a record names " + shown + ", but servers must be in the domain "
                    + domain + ", one label or more below it");
        }
        try {
            return new ServerAddress((String) Option.SERVER_NAME.read(target), record.port());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a record names " + shown + ", which is no server: "
                            + String.valueOf(e.getMessage()).strip(),
                    e);
        }
    }

    /** In lower case and without the dot that ends an absolute name. */
    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    @Override
    public String toString() {
        return domain;
    }
}
