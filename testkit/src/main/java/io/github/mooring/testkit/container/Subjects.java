package io.github.mooring.testkit.container;

import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.security.PasswordCredential;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** Subjects as containers make them up. */
public final class Subjects {
    private Subjects() {}

    /** A credential; {@code factory} null for one that says not whom it is for. */
    public static PasswordCredential credential(
            @Nullable ManagedConnectionFactory factory, String userName, String password) {
        PasswordCredential credential = new PasswordCredential(userName, password.toCharArray());
        if (factory != null) {
            credential.setManagedConnectionFactory(factory);
        }
        return credential;
    }

    /** A subject with private credentials and no principal. */
    public static Subject with(Object... credentials) {
        return new Subject(true, Set.of(), Set.of(), Set.copyOf(List.of(credentials)));
    }

    /** A subject that says who the caller is, with private credentials. */
    public static Subject named(String name, Object... credentials) {
        return new Subject(true, Set.of((Principal) new Caller(name)), Set.of(), Set.copyOf(List.of(credentials)));
    }

    private record Caller(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }
}
