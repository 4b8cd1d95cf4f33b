package io.github.mooring.transport;

import io.github.mooring.api.ServerAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The SOCKS5 proxy that connections go through, and who signs on to it; immutable.
 *
 * @param address  where it listens
 * @param userName 1 to 255 bytes of UTF-8; null is nobody
 * @param password 1 to 255 bytes of UTF-8; null exactly if there is no user
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/socks5-support/socks5.md">SOCKS5 Support</a>
 */
public record SocksProxy(
        ServerAddress address,
        @Nullable String userName,
        @Nullable String password) {
    private static final int LONGEST = 255;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if user name or password are too short or too long, or there is one without the other
     */
    public SocksProxy {
        Objects.requireNonNull(address, "address");
        if ((userName == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "a user name for the proxy needs a password, and a password a user name");
        }
        checkLength("proxyUsername", userName);
        checkLength("proxyPassword", password);
    }

    private static void checkLength(String option, @Nullable String text) {
        int length = text == null ? 1 : text.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > LONGEST) {
            throw new IllegalArgumentException(
                    option + " has " + length + " bytes of UTF-8, allowed is 1 to " + LONGEST);
        }
    }

    /** Address and user, never the password. */
    @Override
    public String toString() {
        return address + (userName == null ? "" : " as user '" + userName + "'");
    }
}
