package io.github.mooring.testkit.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The users of one server. Thread-safe. */
final class Users {
    /** By database and name, joined by a NUL, which neither can contain. */
    private final Map<String, User> byKey = new ConcurrentHashMap<>();

    void put(User user) {
        byKey.put(key(user.database, user.name), user);
    }

    @Nullable
    User find(String database, String name) {
        return byKey.get(key(database, name));
    }

    private static String key(String database, String name) {
        return database + "\0" + name;
    }
}
