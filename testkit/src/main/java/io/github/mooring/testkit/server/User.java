package io.github.mooring.testkit.server;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user: name, the database that knows it, credentials, grants. Immutable. */
final class User {
    final String name;
    final String database;
    final List<Grant> grants;
    private final Map<ScramMechanism, ScramCredential> credentials = new EnumMap<>(ScramMechanism.class);

    User(String name, String database, String password, Set<ScramMechanism> mechanisms, Collection<Grant> grants) {
        this.name = name;
        this.database = database;
        this.grants = List.copyOf(grants);
        for (ScramMechanism mechanism : mechanisms) {
            credentials.put(mechanism, ScramCredential.create(mechanism, name, password));
        }
    }

    @Nullable
    ScramCredential credential(ScramMechanism mechanism) {
        return credentials.get(mechanism);
    }

    List<String> mechanisms() {
        return credentials.keySet().stream().map(ScramMechanism::mongoName).toList();
    }

    boolean may(Action action, String target) {
        return grants.stream().anyMatch(grant -> grant.allows(action, target));
    }

    @Override
    public String toString() {
        return name + "@" + database;
    }
}
