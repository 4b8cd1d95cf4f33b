package io.github.mooring.client;

import org.jspecify.annotations.Nullable;

/**
 * What stands before the {@code @} of a connection string, decoded; immutable.
 *
 * <p>It is held to RFC 3986 section 3.2.1, as the specification recommends, because whoever writes a reserved character
 * into a password means something else than what the string then says.
 *
 * @param userName not empty
 * @param password null if there is no colon, which is not the same as an empty one
 */
record UserInfo(String userName, @Nullable String password) {
    private static final String ALLOWED_PUNCTUATION = "-._~!$&'()*+,;=%";

    /**
     * Takes it apart.
     *
     * @throws IllegalArgumentException if a character has to be percent-encoded, or there is no user name
     */
    static UserInfo parse(String text) {
        int colon = text.indexOf(':');
        String userName = decode(colon < 0 ? text : text.substring(0, colon));
        if (userName.isEmpty()) {
            throw new IllegalArgumentException("no user name stands before the '@'");
        }
        return new UserInfo(userName, colon < 0 ? null : decode(text.substring(colon + 1)));
    }

    private static String decode(String part) {
        if (!part.chars().allMatch(UserInfo::isAllowed)) {
            throw new IllegalArgumentException("the user name or the password has a character"
                    + " that must be percent-encoded, such as %40 for '@', %3A for ':', %2F for '/', %3F for '?' or"
                    + " %23 for '#'");
        }
        try {
            return PercentEncoding.decode(part);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the user name or the password " + e.getMessage(), e);
        }
    }

    private static boolean isAllowed(int c) {
        // letters beyond ASCII are beyond the RFC too, yet they are unambiguous and other clients take them
        return c < 0x80 ? Character.isLetterOrDigit(c) || ALLOWED_PUNCTUATION.indexOf(c) >= 0 : c >= 0xa0;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return userName + (password == null ? "" : ":<hidden>");
    }
}
