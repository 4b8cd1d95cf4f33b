package io.github.mooring.jca;

import jakarta.resource.spi.ConnectionRequestInfo;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The user that an application names when it opens a session; immutable. Nothing else belongs here: containers keep a
 * pool for each distinct value, so a mode or a database would cut the pool into pieces.
 */
final class SessionRequestInfo implements ConnectionRequestInfo {
    private final String userName;
    private final char[] password;

    /**
     * A user.
     *
     * @param password copied
     * @throws IllegalArgumentException if the name is empty
     */
    SessionRequestInfo(String userName, char[] password) {
        if (Objects.requireNonNull(userName, "userName").isEmpty()) {
            throw new IllegalArgumentException("the user name must not be empty");
        }
        this.userName = userName;
        this.password = Objects.requireNonNull(password, "password").clone();
    }

    String userName() {
        return userName;
    }

    /** A copy of the password. */
    char[] password() {
        return password.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionRequestInfo that
                && userName.equals(that.userName)
                && Arrays.equals(password, that.password);
    }

    /** Of the name alone: a hash of the password would tell about it wherever hashes are printed. */
    @Override
    public int hashCode() {
        return userName.hashCode();
    }

    @Override
    public String toString() {
        return "SessionRequestInfo[userName=" + userName + ", password=<hidden>]";
    }
}
