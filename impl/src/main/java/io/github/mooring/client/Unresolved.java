package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a configuration says whose servers stand behind a name: until name servers have been asked it is not known what the
 * rest of it means, since the name has a TXT record with defaults. Immutable; equal if the configurations say the same;
 * prints nothing of it.
 */
public final class Unresolved {
    /**
     * What a TXT record may say.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/initial-dns-seedlist-discovery/initial-dns-seedlist-discovery.md#default-connection-string-options">
     *     Initial DNS Seedlist Discovery: default connection string options</a>
     */
    private static final Set<Option> IN_TXT = EnumSet.of(Option.AUTH_SOURCE, Option.REPLICA_SET, Option.LOAD_BALANCED);

    /** A copy that nobody changes. */
    private final Settings given;

    Unresolved(Settings given) {
        this.given = given.copy();
    }

    /**
     * The configuration with what a TXT record adds.
     *
     * @throws MongoConfigurationException if the record is malformed, or has an option that it must not have
     */
    Settings with(String txt) {
        Settings all = given.copy();
        try {
            QueryOptions.parse(txt, "").addTo(all, IN_TXT, open());
        } catch (IllegalArgumentException | MongoConfigurationException e) {
            throw new MongoConfigurationException("the TXT record: " + e.getMessage(), e);
        }
        return all;
    }

    /** What nobody has said anything about; some mechanisms leave no choice of a source, so a default is none for them. */
    private Set<Option> open() {
        Set<Option> open = EnumSet.copyOf(IN_TXT);
        open.removeIf(given::has);
        if (Mechanism.of(given.find(Option.AUTH_MECHANISM, String.class)).isExternal()) {
            open.remove(Option.AUTH_SOURCE);
        }
        return open;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Unresolved that && given.isToldTheSame(that.given);
    }

    @Override
    public int hashCode() {
        return Unresolved.class.hashCode(); // few are ever made, and seldom compared
    }

    @Override
    public String toString() {
        return "Unresolved";
    }
}
