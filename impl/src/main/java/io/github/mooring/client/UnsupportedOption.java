package io.github.mooring.client;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An option that other MongoDB clients know and this one has no use for, so that whoever brings a connection string along
 * is told so instead of being told that it is unknown; immutable.
 *
 * @param name     the name in a connection string
 * @param accepted the values that ask for exactly what happens anyway, and are taken
 * @param advice   what to do instead
 */
record UnsupportedOption(String name, List<String> accepted, String advice) {
    /** All of them, in alphabetical order of their names, upper and lower case being the same. */
    private static final Map<String, UnsupportedOption> ALL = all();

    private static Map<String, UnsupportedOption> all() {
        Map<String, UnsupportedOption> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        add(all, "connect", "use directConnection=true or replicaSet");
        add(all, "serverSelectionTryOnce", "it is for clients of a single thread; leave it out", "false");
        add(all, "slaveOk", "use readPreference");
        add(
                all,
                "srvAllowedHostsSuffix",
                "servers must be in the domain of the name that stands for them; leave it out");
        add(all, "waitQueueMultiple", "use maxWaitQueueSize, which counts those who wait themselves");
        add(all, "waitQueueSize", "use maxWaitQueueSize");
        return Collections.unmodifiableMap(all);
    }

    private static void add(Map<String, UnsupportedOption> all, String name, String advice, String... accepted) {
        all.put(name, new UnsupportedOption(name, List.of(accepted), advice));
    }

    /** The option that a connection string spells so, in whatever case; empty if there is none. */
    static Optional<UnsupportedOption> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** All of them by name. */
    static Map<String, UnsupportedOption> byName() {
        return ALL;
    }

    /**
     * Takes a value that changes nothing, and refuses all others. A value is shown only where it cannot be a secret.
     *
     * @throws IllegalArgumentException saying what to do instead
     */
    void check(String value) {
        if (accepted.contains(value)) {
            return;
        }
        if (accepted.isEmpty()) {
            throw new IllegalArgumentException("option " + name + " is not supported: " + advice);
        }
        throw new IllegalArgumentException("option " + name + " is " + Quoted.text(value)
                + ", which is not supported; only " + accepted.get(0) + " is: " + advice);
    }
}
