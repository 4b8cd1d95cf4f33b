package io.github.mooring.testkit.server;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user: name, the database that knows it, what proves who it is, grants. Immutable. */
final class User {
    /** The database of users whose passwords and keys the server does not keep itself. */
    static final String EXTERNAL = "$external";

    final String name;
    final String database;
    final List<Grant> grants;
    private final Map<ScramMechanism, ScramCredential> credentials = new EnumMap<>(ScramMechanism.class);
    private final @Nullable PlainCredential plain;

    User(String name, String database, String password, Set<ScramMechanism> mechanisms, Collection<Grant> grants) {
        this(name, database, (PlainCredential) null, grants);
        for (ScramMechanism mechanism : mechanisms) {
            credentials.put(mechanism, ScramCredential.create(mechanism, name, password));
        }
    }

    private User(String name, String database, @Nullable PlainCredential plain, Collection<Grant> grants) {
        this.name = name;
        this.database = database;
        this.plain = plain;
        this.grants = List.copyOf(grants);
    }

    /** A user whose password a directory knows. */
    static User ofDirectory(String name, String password, Collection<Grant> grants) {
        return new User(name, EXTERNAL, PlainCredential.of(password), grants);
    }

    /** A user whom something else vouches for: a certificate, a token. */
    static User external(String name, Collection<Grant> grants) {
        return new User(name, EXTERNAL, (PlainCredential) null, grants);
    }

    @Nullable
    ScramCredential credential(ScramMechanism mechanism) {
        return credentials.get(mechanism);
    }

    /** Whether this is the password that the directory knows. */
    boolean isKnownToDirectory(String password) {
        return plain != null && plain.matches(password);
    }

    List<String> mechanisms() {
        if (plain != null) {
            return List.of(SaslCommands.PLAIN);
        }
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
