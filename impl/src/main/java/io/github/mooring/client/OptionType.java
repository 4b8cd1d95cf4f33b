package io.github.mooring.client;

import io.github.mooring.api.MongoNamespace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the values of an option are: how a text becomes one, and which of them are allowed; immutable.
 *
 * @param valueType the class of the values
 * @param unit      what a number counts, empty if there is nothing to count
 * @param allowed   the allowed values in words, as they stand in errors and in the table of options
 * @param reader    makes a value of a text, which may be empty
 * @param range     which values are allowed
 * @param usable    what of a list's text is left without those parts that no list can have; all of it, if it is no list
 */
record OptionType<T>(
        Class<T> valueType,
        String unit,
        String allowed,
        Reader<T> reader,
        Predicate<T> range,
        UnaryOperator<String> usable) {
    /** What stands for the world outside of the server, where a database's name is expected. */
    private static final String EXTERNAL = "$external";
    /** RFC 6335 section 5.1, save that 62 characters are allowed: as many as a name server takes beside the underscore. */
    private static final Pattern SERVICE = Pattern.compile("(?=.{1,62}$)(?=.*[A-Za-z])[A-Za-z0-9]+(-[A-Za-z0-9]+)*");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");
    /** Every number of so many digits fits into 64 bits. */
    private static final int SAFE_LENGTH = 18;

    /** Makes a value of a text; null if the text is not one, which is told as "allowed is". */
    @FunctionalInterface
    interface Reader<T> {
        @Nullable
        T read(String text);
    }

    /** Values that are no list. */
    OptionType(Class<T> valueType, String unit, String allowed, Reader<T> reader, Predicate<T> range) {
        this(valueType, unit, allowed, reader, range, UnaryOperator.identity());
    }

    /** Any text but an empty one. */
    static OptionType<String> text(String allowed) {
        return new OptionType<>(String.class, "", allowed, text -> text, text -> !text.isEmpty());
    }

    /** Any text, even an empty one: a password. */
    static OptionType<String> secret() {
        return new OptionType<>(String.class, "", "any text", text -> text, text -> true);
    }

    /** A text that is not longer in UTF-8 than so many bytes. */
    static OptionType<String> bytes(int most) {
        return new OptionType<>(
                String.class,
                "",
                "1 to " + most + " bytes of UTF-8",
                text -> text,
                text -> !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= most);
    }

    /** {@code true} or {@code false}, and none of the deprecated ways to say so. */
    static OptionType<Boolean> flag() {
        Reader<Boolean> reader =
                text -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
        return new OptionType<>(Boolean.class, "", "true or false", reader, flag -> true);
    }

    /** A whole number. */
    static OptionType<Integer> number(int least, int most, String unit) {
        Reader<Integer> reader = text -> {
            Long number = readNumber(text);
            return number == null || number < least || number > most ? null : Integer.valueOf(number.intValue());
        };
        return new OptionType<>(
                Integer.class, unit, least + " to " + most, reader, number -> number >= least && number <= most);
    }

    /** A time in whole milliseconds, up to what 32 bits hold, as the specification has it. */
    static OptionType<Duration> millis(int least) {
        Reader<Duration> reader = text -> {
            Long number = readNumber(text);
            return number == null ? null : Duration.ofMillis(number);
        };
        return new OptionType<>(
                Duration.class,
                "ms",
                least + " to " + Integer.MAX_VALUE,
                reader,
                time -> time.compareTo(Duration.ofMillis(least)) >= 0
                        && time.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) <= 0);
    }

    /**
     * One of some words, each with its value.
     *
     * @param gone words that once were allowed, with what is told about them
     */
    static <T> OptionType<T> choice(Class<T> type, Map<String, T> values, Map<String, String> gone) {
        String allowed = String.join(", ", values.keySet());
        Reader<T> reader = text -> {
            T value = values.get(text);
            if (value == null) {
                String hint = gone.containsKey(text) ? ", " + gone.get(text) : "";
                throw new IllegalArgumentException("is " + Quoted.text(text) + hint + ", allowed is " + allowed
                        + Spelling.nearest(text, values.keySet())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
            }
            return value;
        };
        return new OptionType<>(type, "", allowed, reader, values::containsValue);
    }

    /** A time in whole milliseconds, of which a short one would make no sense; 0 is none. */
    static OptionType<Duration> millisOrNone(int least) {
        OptionType<Duration> some = millis(least);
        return new OptionType<>(
                Duration.class,
                some.unit,
                "0, or " + some.allowed,
                some.reader,
                time -> time.isZero() || some.range.test(time));
    }

    /** How far behind a member may be: no limit, or no less than what can be told. */
    static OptionType<Integer> staleness() {
        Predicate<Integer> range = seconds -> seconds == -1 || seconds >= 90;
        OptionType<Integer> number = number(-1, Integer.MAX_VALUE, "s");
        return new OptionType<>(Integer.class, "s", "-1, or 90 to " + Integer.MAX_VALUE, number.reader, range);
    }

    /** The name of a service that a name server knows. */
    static OptionType<String> service() {
        return new OptionType<>(
                String.class,
                "",
                "1 to 62 letters, digits and single hyphens in between, a letter among them",
                text -> text,
                text -> SERVICE.matcher(text).matches());
    }

    /** The name of a database. */
    static OptionType<String> database() {
        Reader<String> reader = text -> {
            try {
                return MongoNamespace.checkDatabaseName(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("cannot be: " + e.getMessage(), e);
            }
        };
        return new OptionType<>(
                String.class, "", "1 to 63 bytes of UTF-8 without / \\ . \" $ and blanks", reader, name -> true);
    }

    /** The name of a database, or the world outside of the server. */
    static OptionType<String> authenticationSource() {
        OptionType<String> database = database();
        return new OptionType<>(
                String.class,
                "",
                EXTERNAL + ", or " + database.allowed,
                text -> text.equals(EXTERNAL) ? text : database.reader.read(text),
                name -> true);
    }

    /** The name or the address of one server. */
    static OptionType<String> host() {
        return new OptionType<>(
                String.class, "", "a host name, an IPv4 or an IPv6 address", HostPort::readHost, host -> true);
    }

    /** Sets of tags that members may have. */
    static OptionType<TagSets> tagSets() {
        return new OptionType<>(TagSets.class, "", TagSets.ALLOWED, TagSets::read, sets -> true);
    }

    /** Compressors' names. */
    static OptionType<Compressors> compressors() {
        return new OptionType<>(
                Compressors.class,
                "",
                Compressors.ALLOWED,
                Compressors::read,
                names -> !names.names().isEmpty(),
                Compressors::usable);
    }

    /** Names and values for an authentication mechanism. */
    static OptionType<MechanismProperties> mechanismProperties() {
        return new OptionType<>(
                MechanismProperties.class,
                "",
                MechanismProperties.ALLOWED,
                MechanismProperties::read,
                properties -> true,
                MechanismProperties::usable);
    }

    /** A number of members, without leading zeros so that it compares, or the name of a mode. */
    static OptionType<String> members() {
        Reader<String> reader = text -> {
            Long number = readNumber(text);
            return number == null ? text : number < 0 || number > Integer.MAX_VALUE ? null : number.toString();
        };
        return new OptionType<>(
                String.class, "members", "a number from 0, majority, or the name of a mode", reader, w -> !w.isEmpty());
    }

    private static @Nullable Long readNumber(String text) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            return null;
        }
        if (text.length() > SAFE_LENGTH) {
            return text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return Long.valueOf(text);
    }

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException if it is not allowed; the message goes on after the option's name
     */
    T read(String text) {
        T value = reader.read(text);
        if (value == null || !range.test(value)) {
            throw refused(Quoted.text(text));
        }
        return value;
    }

    /**
     * Checks a value that did not come from a text.
     *
     * @throws IllegalArgumentException if it is not allowed; the message goes on after the option's name
     */
    void check(Object value) {
        if (!range.test(valueType.cast(value))) {
            throw refused(value instanceof Duration time ? time.toMillis() + " ms" : Quoted.text(value.toString()));
        }
    }

    private IllegalArgumentException refused(String shown) {
        return new IllegalArgumentException("is " + shown + ", allowed is " + allowed);
    }
}
