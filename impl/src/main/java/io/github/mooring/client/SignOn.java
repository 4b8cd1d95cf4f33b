package io.github.mooring.client;

import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How users prove who they are, the configured one and those whom the application or the container names later;
 * immutable.
 *
 * @param source    the database that knows them
 * @param mechanism as the server spells it; null leaves it to client and server
 */
public record SignOn(String source, @Nullable String mechanism) {
    /** Checks for null. */
    public SignOn {
        Objects.requireNonNull(source, "source");
    }

    /**
     * A user as the key of a socket pool.
     *
     * @param password copied
     * @throws IllegalArgumentException if the user name is empty
     */
    public Identity identityOf(String userName, char[] password) {
        return new Credential(userName, source, mechanism, password);
    }
}
