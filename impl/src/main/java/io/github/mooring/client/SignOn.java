package io.github.mooring.client;

import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How users prove who they are, the configured one and those whom the application or the container names later;
 * immutable.
 *
 * @param source     the database that knows them, or {@code $external}
 * @param mechanism  as the server spells it; null leaves it to client and server
 * @param properties what the mechanism wants to know besides; a value may be a secret
 */
public record SignOn(String source, @Nullable String mechanism, Map<String, String> properties) {
    /** Checks for null and copies the map. */
    public SignOn {
        Objects.requireNonNull(source, "source");
        properties = Map.copyOf(properties);
    }

    /** A sign-on without mechanism properties. */
    public SignOn(String source, @Nullable String mechanism) {
        this(source, mechanism, Map.of());
    }

    /**
     * A user as the key of a socket pool.
     *
     * @param userName empty only where the mechanism can do without
     * @param password copied; empty if there is none
     * @throws IllegalArgumentException if the user name is empty
     */
    public Identity identityOf(String userName, char[] password) {
        return new Credential(userName, source, mechanism, password, properties);
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return "SignOn[source=" + source + ", mechanism=" + mechanism + ", properties=" + Credential.shown(properties)
                + "]";
    }
}
