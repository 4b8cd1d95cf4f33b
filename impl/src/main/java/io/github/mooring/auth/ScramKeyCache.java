package io.github.mooring.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers derived keys, so that only the first of many connections of an identity pays for salting the password.
 *
 * <p>The specification demands it. Keys are derived outside the lock: two connections may do the same work at the same
 * time, which is cheaper than one waiting for the other's. Bounded; the least recently used go first. Thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md">Authentication
 *     specification: Caching credentials in SCRAM</a>
 */
public final class ScramKeyCache {

    /** Chosen: a few hundred identities at once are many; an entry has well below 1 KiB. */
    private static final int MAX_ENTRIES = 512;

    private record Entry(ScramVariant variant, Credential credential, String salt, int iterations) {}

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Entry, ScramKeys> keys = new LinkedHashMap<>(16, 0.75f, true);

    ScramKeys keys(ScramVariant variant, Credential credential, ServerFirst challenge) {
        Entry entry = new Entry(variant, credential, challenge.saltBase64(), challenge.iterations());
        ScramKeys known = find(entry);
        if (known != null) {
            return known;
        }
        ScramKeys derived = ScramKeys.derive(variant, credential, challenge.salt(), challenge.iterations());
        remember(entry, derived);
        return derived;
    }

    /** Forgets what belongs to a credential, for when its pools are gone. */
    public void forget(Credential credential) {
        lock.lock();
        try {
            keys.keySet().removeIf(entry -> entry.credential().equals(credential));
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return keys.size();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ScramKeys find(Entry entry) {
        lock.lock();
        try {
            return keys.get(entry);
        } finally {
            lock.unlock();
        }
    }

    private void remember(Entry entry, ScramKeys derived) {
        lock.lock();
        try {
            keys.put(entry, derived);
            if (keys.size() > MAX_ENTRIES) {
                keys.remove(keys.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }
}
