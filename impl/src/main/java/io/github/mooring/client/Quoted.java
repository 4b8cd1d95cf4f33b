package io.github.mooring.client;

import java.util.regex.Pattern;

/**
 * How a text that somebody wrote into a configuration is repeated in an error.
 *
 * <p>Only what looks like the value of an option is shown. A password with an unescaped {@code @}, {@code :}, {@code /}
 * or {@code ?} falls to pieces when a connection string is taken apart, and its pieces turn up where options and values
 * are expected: showing everything would print them.
 */
final class Quoted {
    private static final Pattern SHOWABLE = Pattern.compile("[A-Za-z0-9_.,+ -]{1,60}");

    private Quoted() {}

    /** The text in quotes, or how long it is. */
    static String text(String text) {
        if (text.isEmpty()) {
            return "empty";
        }
        return SHOWABLE.matcher(text).matches() ? "'" + text + "'" : "a text of " + text.length() + " characters";
    }
}
