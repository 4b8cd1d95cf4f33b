package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been configured so far, through either door: each option with its value and the words that say where it was
 * given. Two sources may say the same; what they say must not differ. Confined to the thread that reads a configuration.
 */
final class Settings {
    private final Map<Option, Setting> given = new EnumMap<>(Option.class);

    /**
     * A given value.
     *
     * @param origin where it was given, as errors tell it
     * @param value  of the class of the option's type
     */
    private record Setting(String origin, Object value) {}

    /**
     * Adds what one source says.
     *
     * @param origin such as {@code option maxPoolSize} or {@code property MaxPoolSize}
     * @throws MongoConfigurationException if the value is not allowed, or another source says something else
     */
    void add(Option option, String origin, String text) {
        put(option, new Setting(origin, read(option, origin, text)));
    }

    /** As above, for one source that has said it in several places. */
    void add(Option option, String origin, TagSets value) {
        put(option, new Setting(origin, value));
    }

    private void put(Option option, Setting added) {
        String origin = added.origin();
        Setting before = given.putIfAbsent(option, added);
        if (before == null) {
            return;
        }
        // the specification wants equal tls and ssl taken, however often; see URI Options: Conflicting TLS options
        if (before.origin().equalsIgnoreCase(origin) && option != Option.TLS) {
            throw new MongoConfigurationException(origin + " is given twice");
        }
        if (!before.value().equals(added.value())) {
            throw contradiction(option, before, added);
        }
    }

    private static Object read(Option option, String origin, String text) {
        try {
            return option.read(text);
        } catch (IllegalArgumentException e) {
            throw new MongoConfigurationException(origin + " " + e.getMessage(), e);
        }
    }

    private static MongoConfigurationException contradiction(Option option, Setting one, Setting other) {
        return new MongoConfigurationException("contradictory: " + describe(option, one) + ", but "
                + describe(option, other) + "; leave one of them out, or make them equal");
    }

    private static String describe(Option option, Setting setting) {
        return setting.origin()
                + (option.isConfidential() ? " is <hidden>" : " is " + Quoted.text(shown(setting.value())));
    }

    private static String shown(Object value) {
        return value instanceof Duration time ? time.toMillis() + " ms" : value.toString();
    }

    /**
     * Refuses two options that cannot stand side by side, whatever they say.
     *
     * @throws MongoConfigurationException naming both
     */
    void refuseBoth(Option one, Option other) {
        Setting first = given.get(one);
        Setting second = given.get(other);
        if (first != null && second != null) {
            throw new MongoConfigurationException("contradictory: " + first.origin() + " and " + second.origin()
                    + " cannot both be given; leave one of them out");
        }
    }

    /** Whether any source gives the option. */
    boolean has(Option option) {
        return given.containsKey(option);
    }

    /** The given value or the default; null if there is neither. */
    <T> @Nullable T find(Option option, Class<T> type) {
        Setting setting = given.get(option);
        return type.cast(setting != null ? setting.value() : option.defaultValue());
    }

    /** The given value or the default of an option that has one. */
    <T> T get(Option option, Class<T> type) {
        T value = find(option, type);
        if (value == null) {
            throw new AssertionError("bug: option " + option.displayName() + " has no default");
        }
        return value;
    }
}
