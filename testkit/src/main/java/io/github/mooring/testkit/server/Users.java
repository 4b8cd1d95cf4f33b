package io.github.mooring.testkit.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The users of one server, and how they may prove who they are. Thread-safe. */
final class Users {
    /** What a server takes if its {@code authenticationMechanisms} are not set. */
    private static final Set<String> USUAL = Set.of("SCRAM-SHA-1", "SCRAM-SHA-256", X509Command.MECHANISM);

    /** By database and name, joined by a NUL, which neither can contain. */
    private final Map<String, User> byKey = new ConcurrentHashMap<>();

    private final Map<String, User> byToken = new ConcurrentHashMap<>();
    /** Those who were dropped; each is one user, and not whoever has been given the same name since. */
    private final Set<User> dropped = ConcurrentHashMap.newKeySet();

    private volatile Set<String> mechanisms = USUAL;

    void put(User user) {
        byKey.put(key(user.database, user.name), user);
    }

    /** Forgets a user; connections may still have it. */
    void drop(String database, String name) {
        User user = byKey.remove(key(database, name));
        if (user != null) {
            dropped.add(user);
        }
    }

    /** Whether the user of a connection is none any more. */
    boolean isDropped(User user) {
        return dropped.contains(user);
    }

    @Nullable
    User find(String database, String name) {
        return byKey.get(key(database, name));
    }

    void enable(Set<String> names) {
        mechanisms = Set.copyOf(names);
    }

    boolean isEnabled(String mechanism) {
        return mechanisms.contains(mechanism);
    }

    /** Lets a token stand for a user. */
    void accept(String token, User user) {
        byToken.put(token, user);
    }

    /** As if the token had expired. */
    void refuse(String token) {
        byToken.remove(token);
    }

    /** The user that a token stands for. */
    @Nullable
    User ofToken(String token) {
        return byToken.get(token);
    }

    private static String key(String database, String name) {
        return database + "\0" + name;
    }
}
