package io.github.mooring.client;

import io.github.mooring.auth.Credential;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What option {@code authMechanismProperties} says: names and values, the known names in capitals whatever they were
 * written in; immutable. A value may be a secret, so texts are never repeated.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-string/connection-string-spec.md#values">
 *     Connection String: key value pairs</a>
 */
record MechanismProperties(Map<String, String> values) {
    static final String SERVICE_NAME = "SERVICE_NAME";
    static final String SERVICE_REALM = "SERVICE_REALM";
    static final String SERVICE_HOST = "SERVICE_HOST";
    static final String CANONICALIZE_HOST_NAME = "CANONICALIZE_HOST_NAME";
    static final String AWS_SESSION_TOKEN = "AWS_SESSION_TOKEN";
    static final String ENVIRONMENT = "ENVIRONMENT";
    static final String TOKEN_RESOURCE = "TOKEN_RESOURCE";

    /** What a text may be. */
    static final String ALLOWED =
            "NAME:value with commas in between, each name once; a value cannot have a comma, and may have colons";

    MechanismProperties {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException if it is none; the message goes on after the option's name and does not repeat the
     *     text
     */
    static MechanismProperties read(String text) {
        Map<String, String> values = new TreeMap<>();
        for (String pair : text.split(",", -1)) {
            if (!isPair(pair) || values.put(name(pair), value(pair)) != null) {
                throw new IllegalArgumentException("has a part that is not allowed; allowed is " + ALLOWED);
            }
        }
        return new MechanismProperties(values);
    }

    /** The text without those parts that are not name and value, and without a name that was there before. */
    static String usable(String text) {
        Map<String, String> values = new TreeMap<>();
        return Arrays.stream(text.split(",", -1))
                .filter(pair -> isPair(pair) && values.put(name(pair), value(pair)) == null)
                .collect(Collectors.joining(","));
    }

    private static boolean isPair(String pair) {
        return pair.indexOf(':') > 0; // other colons belong to the value
    }

    private static String name(String pair) {
        String name = pair.substring(0, pair.indexOf(':'));
        String known = name.toUpperCase(Locale.ROOT);
        return Mechanism.allProperties().contains(known) ? known : name;
    }

    private static String value(String pair) {
        return pair.substring(pair.indexOf(':') + 1);
    }

    /** The value of a name, null if there is none. */
    @Nullable
    String get(String name) {
        return values.get(name);
    }

    /** Whether there is a value of that name. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return Credential.shown(values).toString();
    }
}
