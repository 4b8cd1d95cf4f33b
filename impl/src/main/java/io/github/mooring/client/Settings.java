package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has been configured so far, through either door: each option with its value and the words that say where it was
 * given. Two sources may say the same; what they say must not differ. Confined to the thread that reads a configuration.
 */
final class Settings {
    private final Complaints complaints;
    private final Map<Option, Setting> given = new EnumMap<>(Option.class);
    private @Nullable Seeds seeds;

    Settings(Complaints complaints) {
        this.complaints = complaints;
    }

    /** A copy to which something may be added, as yet without anything to complain about. */
    Settings copy() {
        Settings copy = new Settings(complaints.another());
        copy.given.putAll(given);
        copy.seeds = seeds;
        return copy;
    }

    /** Whether the other has been told the same, by whomever. */
    boolean isToldTheSame(Settings other) {
        return values().equals(other.values()) && Objects.equals(seeds, other.seeds);
    }

    private Map<Option, Object> values() {
        Map<Option, Object> values = new EnumMap<>(Option.class);
        given.forEach((option, setting) -> values.put(option, setting.value()));
        return values;
    }

    /**
     * A given value.
     *
     * @param source where it was given
     * @param value  of the class of the option's type
     */
    private record Setting(Source source, Object value) {
        String describe(Option option) {
            return source.words() + " is " + source.quote(option, shown());
        }

        String shown() {
            return value instanceof Duration time ? time.toMillis() + " ms" : value.toString();
        }
    }

    /**
     * Where something was given.
     *
     * @param words    as errors tell it, such as {@code option maxPoolSize} or {@code property MaxPoolSize}
     * @param lenient  whether a mistake may be ignored there
     * @param showable whether values from there can be shown, unless they are secrets as such
     */
    record Source(String words, boolean lenient, boolean showable) {
        /** A place where every mistake is an error. */
        static Source strict(String words) {
            return new Source(words, false, true);
        }

        /** A value of an option, or a word instead of it. */
        String quote(Option option, String value) {
            return option.isConfidential() || !showable ? "<hidden>" : Quoted.text(value);
        }
    }

    /** Where mistakes are reported. */
    Complaints complaints() {
        return complaints;
    }

    /** Takes several servers, or a name that stands for them. */
    void seeds(Seeds named) {
        seeds = named;
    }

    /** Several servers, or a name that stands for them; null if a single server is given by name and port, or none. */
    @Nullable
    Seeds seeds() {
        return seeds;
    }

    /**
     * Adds what one source says. A lenient source's mistakes are left out and complained about, together with as much of a
     * value as is wrong.
     *
     * @throws MongoConfigurationException if the value is not allowed, or another source says something else, and that
     *     must not be ignored
     */
    void add(Option option, Source source, String text) {
        Object value = read(option, source, text);
        if (value != null) {
            put(option, new Setting(source, value));
        }
    }

    /** As above, for one source that has said it in several places. */
    void add(Option option, Source source, TagSets value) {
        put(option, new Setting(source, value));
    }

    private @Nullable Object read(Option option, Source source, String text) {
        try {
            return option.read(text);
        } catch (IllegalArgumentException e) {
            boolean lenient = source.lenient() && !option.isVital();
            refuse(lenient, wrong(option, source, text, e), source.showable() ? e : null);
            String usable = option.usable(text);
            return usable.equals(text) || usable.isEmpty() ? null : option.read(usable);
        }
    }

    private static String wrong(Option option, Source source, String text, IllegalArgumentException e) {
        return source.showable()
                ? source.words() + " " + e.getMessage()
                : source.words() + " is a text of " + text.length() + " characters, allowed is " + option.allowed();
    }

    private void refuse(boolean lenient, String text, @Nullable Throwable cause) {
        if (!lenient) {
            throw new MongoConfigurationException(text, cause);
        }
        complaints.ignored(text, cause);
    }

    private void put(Option option, Setting added) {
        Setting before = given.putIfAbsent(option, added);
        if (before == null) {
            return;
        }
        // the specification wants equal tls and ssl taken, however often; see URI Options: Conflicting TLS options
        boolean again = before.source().words().equalsIgnoreCase(added.source().words()) && option != Option.TLS;
        // two places of one connection string may be at odds, and the first holds; two doors may not
        Source weaker = before.source().lenient() ? added.source() : before.source();
        if (!before.value().equals(added.value())) {
            boolean oldName = !again && option != Option.TLS;
            String text = again ? added.source().words() + " is given twice" : contradiction(option, before, added);
            refuse(weaker.lenient() && (oldName || !option.isVital()), text, null);
        } else if (again) {
            refuse(weaker.lenient(), added.source().words() + " is given twice", null);
        }
    }

    private static String contradiction(Option option, Setting one, Setting other) {
        return "contradictory: " + one.describe(option) + ", but " + other.describe(option)
                + "; leave one of them out, or make them equal";
    }

    /**
     * Refuses options that cannot stand side by side, whatever they say.
     *
     * @throws MongoConfigurationException naming two of them, if there are
     */
    void refuseSeveral(Option... options) {
        List<Setting> met = Arrays.stream(options)
                .map(given::get)
                .filter(setting -> setting != null)
                .toList();
        if (met.size() > 1) {
            throw new MongoConfigurationException(
                    "contradictory: " + met.get(0).source().words() + " and "
                            + met.get(1).source().words() + " cannot both be given; leave one of them out");
        }
    }

    /**
     * Refuses an option, whatever it says.
     *
     * @param why goes on after the words that say where it was given
     * @throws MongoConfigurationException if it is given
     */
    void refuse(Option option, String why) {
        Setting setting = given.get(option);
        if (setting != null) {
            throw new MongoConfigurationException(setting.source().words() + " " + why);
        }
    }

    /** Whether any source gives the option. */
    boolean has(Option option) {
        return given.containsKey(option);
    }

    /** The name of a given option and its value, unless that is a secret; wherever it was given. */
    String describe(Option option) {
        Setting setting = given.get(option);
        if (setting == null) {
            throw new AssertionError("bug: option " + option.displayName() + " is not given");
        }
        return option.displayName() + " is " + setting.source().quote(option, setting.shown());
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
