package io.github.mooring.client;

import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Users as the servers know them. A user who is named before the TXT record of a {@code mongodb+srv://} name has told which
 * database knows him keeps being named so: sessions are opened, and sockets pooled, for what was said first. Who authenticates
 * uses what has come of it. Thread-safe.
 */
final class ResolvedUsers {
    private final String namedSource;
    private final String source;
    /** Those that have a pool somewhere; empty where both are the same. */
    private final Map<Identity, Identity> known = new ConcurrentHashMap<>();

    /**
     * Users to be resolved.
     *
     * @param named    how they are named
     * @param resolved how they authenticate
     */
    ResolvedUsers(SignOn named, SignOn resolved) {
        this.namedSource = named.source();
        this.source = resolved.source();
    }

    /** The user that was named, as servers know him. */
    Identity of(Identity named) {
        return named instanceof Credential credential && isMoved(credential)
                ? known.computeIfAbsent(named, key -> credential.withSource(source))
                : named;
    }

    private boolean isMoved(Credential credential) {
        return !source.equals(namedSource) && credential.source().equals(namedSource);
    }

    /** As {@link #of}, of somebody who has no pool any more. */
    Identity forget(Identity named) {
        Identity resolved = known.remove(named);
        return resolved == null ? named : resolved;
    }
}
