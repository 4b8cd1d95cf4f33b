package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.TagSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The options of a connection string, {@code name=value&name=value}; immutable. What they mean is decided when they meet
 * the other settings, in {@link #addTo}.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-string/connection-string-spec.md#connection-options-optional">
 *     Connection String: connection options</a>
 */
final class QueryOptions {
    private static final Pattern OPTION_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,59}");

    private final List<Pair> pairs;
    /** What errors begin with where they would not say otherwise where the options stand. */
    private final String whose;
    /** Whether what is written can be repeated: a raw {@code @} may be the end of a password that was not encoded. */
    private final boolean showable;

    private QueryOptions(List<Pair> pairs, String whose, boolean showable) {
        this.pairs = pairs;
        this.whose = whose;
        this.showable = showable;
    }

    /**
     * An option as it was written.
     *
     * @param position from 1
     * @param name     decoded; empty if there is nothing between two separators
     * @param encoded  the value
     */
    private record Pair(int position, String name, String encoded) {
        Optional<Option> option() {
            return Option.ofUriName(name);
        }

        boolean isNamed(Option option) {
            return option().filter(option::equals).isPresent();
        }

        boolean isDeprecated() {
            return option().filter(option -> option.isDeprecated(name)).isPresent()
                    || LegacyOption.ofUriName(name).isPresent();
        }

        String words() {
            return "option " + name;
        }

        void checkIsOneOf(Set<Option> allowed) {
            if (option().filter(allowed::contains).isEmpty()) {
                String shown = OPTION_NAME.matcher(name).matches() ? " (" + name + ")" : "";
                throw new IllegalArgumentException("option " + position + shown + " is none of "
                        + String.join(
                                ", ", allowed.stream().map(Option::displayName).toList()));
            }
        }
    }

    /**
     * Takes the options of a connection string apart.
     *
     * @throws IllegalArgumentException if they are not names and values with {@code &} in between
     */
    static QueryOptions parse(String text) {
        return parse(text, "connection string: ");
    }

    /** As above, with options that stand where {@code whose} says. */
    static QueryOptions parse(String text, String whose) {
        if (text.indexOf(';') >= 0) {
            throw new IllegalArgumentException("the options have a ';': they are separated by"
                    + " '&', and a ';' in a value must be percent-encoded");
        }
        List<Pair> pairs = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                pairs.add(pair(pair, pairs.size() + 1));
            }
        }
        // a name of old gives way to the name of today, wherever they stand
        pairs.sort(Comparator.comparing(Pair::isDeprecated));
        return new QueryOptions(List.copyOf(pairs), whose, text.indexOf('@') < 0);
    }

    private static Pair pair(String text, int position) {
        int equals = text.indexOf('=');
        if (text.isEmpty()) {
            return new Pair(position, "", "");
        }
        if (equals <= 0) {
            throw new IllegalArgumentException("option " + position + " is not name=value");
        }
        String name = PercentEncoding.decode("option " + position, text.substring(0, equals));
        return new Pair(position, name, text.substring(equals + 1));
    }

    /** Whether it wants every mistake to be an error; empty if it does not say, or not in a way that can be read. */
    Optional<Boolean> strict() {
        return pairs.stream()
                .filter(pair -> pair.isNamed(Option.STRICT_OPTIONS))
                .map(Pair::encoded)
                .filter(text -> text.equals("true") || text.equals("false"))
                .map(Boolean::valueOf)
                .findFirst();
    }

    /**
     * Adds what they say.
     *
     * @throws MongoConfigurationException if that is wrong and must not be ignored, or contradicts what is there
     */
    void addTo(Settings settings) {
        addTagSets(settings);
        Set<String> elsewhere = new HashSet<>();
        for (Pair pair : pairs) {
            Option option = pair.option().orElse(null);
            if (option == null) {
                addOther(pair, settings, elsewhere);
            } else if (!option.isList()) {
                addKnown(pair, option, settings);
            }
        }
    }

    /**
     * Adds what they say about some options.
     *
     * @param allowed the only ones that may be among them
     * @param wanted  those of which they have a say
     * @throws IllegalArgumentException    naming one that is not allowed
     * @throws MongoConfigurationException as {@link #addTo}
     */
    void addTo(Settings settings, Set<Option> allowed, Set<Option> wanted) {
        pairs.forEach(pair -> pair.checkIsOneOf(allowed));
        for (Pair pair : pairs) {
            pair.option().filter(wanted::contains).ifPresent(option -> addKnown(pair, option, settings));
        }
    }

    private Settings.Source source(Pair pair) {
        return new Settings.Source(pair.words(), true, showable);
    }

    private void addKnown(Pair pair, Option option, Settings settings) {
        if (option.isDeprecated(pair.name())) {
            settings.complaints().deprecated(pair.words() + " is called " + option.displayName() + " today");
        }
        value(pair, option, settings).ifPresent(value -> settings.add(option, source(pair), value));
    }

    /** The decoded value, unless it is complained about. */
    private Optional<String> value(Pair pair, Option option, Settings settings) {
        try {
            if (!pair.encoded().isEmpty()) {
                return Optional.of(PercentEncoding.decode(pair.words(), pair.encoded()));
            }
            throw new IllegalArgumentException(pair.words() + " has no value; leave it out for the default");
        } catch (IllegalArgumentException e) {
            if (option.isVital()) {
                throw e;
            }
            settings.complaints().ignored(whose + e.getMessage(), e);
            return Optional.empty();
        }
    }

    private void addOther(Pair pair, Settings settings, Set<String> met) {
        LegacyOption legacy = LegacyOption.ofUriName(pair.name()).orElse(null);
        UnsupportedOption unsupported = UnsupportedOption.of(pair.name()).orElse(null);
        if (pair.name().isEmpty()) {
            settings.complaints().ignored(whose + "option " + pair.position() + " is empty", null);
        } else if (legacy == null && unsupported == null) {
            settings.complaints().ignored(whose + unknown(pair), null);
        } else if (!met.add(pair.name().toLowerCase(Locale.ROOT))) {
            settings.complaints().ignored(pair.words() + " is given twice", null);
        } else if (legacy != null) {
            addLegacy(pair, legacy, settings);
        } else if (unsupported != null) {
            checkUnsupported(pair, unsupported, settings);
        }
    }

    /** Goes on only if nothing speaks for a password that was not encoded. */
    private String unknown(Pair pair) {
        if (!showable || !OPTION_NAME.matcher(pair.name()).matches()) {
            String text = "option " + pair.position() + " is unknown, and not shown because it does not look like an"
                    + " option: " + ConnectionString.ENCODING_HINT;
            if (!showable) {
                throw new IllegalArgumentException(text);
            }
            return text;
        }
        List<String> known = new ArrayList<>(Option.allUriNames());
        known.addAll(UnsupportedOption.byName().keySet());
        return "unknown option '" + pair.name() + "'"
                + Spelling.nearest(pair.name(), known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; options are described in docs/config.md");
    }

    private void addLegacy(Pair pair, LegacyOption legacy, Settings settings) {
        settings.complaints().deprecated(pair.words() + " is written " + legacy.advice() + " today");
        value(pair, legacy.today(), settings)
                .ifPresent(value -> legacy.translate(value)
                        .ifPresentOrElse(
                                today -> settings.add(legacy.today(), source(pair), today),
                                () -> refuse(pair, legacy, value, settings)));
    }

    private void refuse(Pair pair, LegacyOption legacy, String value, Settings settings) {
        String shown = showable ? Quoted.text(value) : "<hidden>";
        settings.complaints().ignored(pair.words() + " is " + shown + ", allowed is " + legacy.allowed(), null);
    }

    private void checkUnsupported(Pair pair, UnsupportedOption option, Settings settings) {
        try {
            option.check(showable ? PercentEncoding.decode(pair.words(), pair.encoded()) : "@");
        } catch (IllegalArgumentException e) {
            settings.complaints().ignored(whose + e.getMessage(), e);
        }
    }

    private void addTagSets(Settings settings) {
        List<TagSet> sets = new ArrayList<>();
        for (Pair pair : pairs) {
            if (pair.option().filter(Option::isList).isPresent()) {
                tagSet(pair, settings).ifPresent(sets::add);
            }
        }
        if (!sets.isEmpty()) {
            String words = "option " + Option.READ_PREFERENCE_TAGS.displayName();
            settings.add(Option.READ_PREFERENCE_TAGS, new Settings.Source(words, true, showable), new TagSets(sets));
        }
    }

    private Optional<TagSet> tagSet(Pair pair, Settings settings) {
        try {
            return Optional.of(TagSets.readOne(PercentEncoding.decode("", pair.encoded())));
        } catch (IllegalArgumentException e) {
            String what = showable ? String.valueOf(e.getMessage()).strip() : "is wrong, allowed is " + TagSets.ALLOWED;
            settings.complaints().ignored(pair.words() + " " + what, showable ? e : null);
            return Optional.empty();
        }
    }
}
