package io.github.mooring.client;

import io.github.mooring.api.TagSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tag sets of a configuration, in their order; immutable. A connection string has an option for each of them, a
 * property has them all with semicolons in between.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-string/connection-string-spec.md#values">
 *     Connection String: values</a>
 */
record TagSets(List<TagSet> sets) {
    /** What a text may be. */
    static final String ALLOWED = "tags such as dc:ny,rack:1; several sets are separated by ; in a property, and repeat"
            + " the option in a connection string; one without tags is any member";

    TagSets {
        sets = List.copyOf(sets);
    }

    /**
     * All sets of a property.
     *
     * @throws IllegalArgumentException if the text is empty or no such list; the message goes on after the option's name
     */
    static TagSets read(String text) {
        if (text.isEmpty()) {
            throw refused(text); // whoever wants any member leaves it out
        }
        List<TagSet> sets = new ArrayList<>();
        for (String one : text.split(";", -1)) {
            sets.add(readOne(one));
        }
        return new TagSets(sets);
    }

    /**
     * One set, as it stands in a connection string; the empty text is the set that every member fits.
     *
     * @throws IllegalArgumentException as above
     */
    static TagSet readOne(String text) {
        if (text.isEmpty()) {
            return TagSet.ANY;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : text.split(",", -1)) {
            int colon = tag.indexOf(':'); // others belong to the value
            if (colon <= 0 || tags.put(tag.substring(0, colon), tag.substring(colon + 1)) != null) {
                throw refused(text);
            }
        }
        return new TagSet(tags);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("is " + Quoted.text(text) + ", allowed is " + ALLOWED);
    }

    /** As a property says it. */
    @Override
    public String toString() {
        return sets.stream().map(TagSets::text).collect(Collectors.joining(";"));
    }

    private static String text(TagSet set) {
        return set.tags().entrySet().stream()
                .map(tag -> tag.getKey() + ":" + tag.getValue())
                .collect(Collectors.joining(","));
    }
}
