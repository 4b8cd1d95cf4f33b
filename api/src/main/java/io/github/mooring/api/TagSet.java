package io.github.mooring.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Tags that a member of a replica set must all have to be read from, such as {@code dc: east}; immutable. The empty set
 * fits every member.
 *
 * @param tags names and values as they stand in the set's configuration, in the order in which they are sent
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md">
 *     Server Selection: tag_sets</a>
 */
public record TagSet(Map<String, String> tags) {
    /** Fits every member; as the last one of several it says "or else any". */
    public static final TagSet ANY = new TagSet(Map.of());

    /**
     * Copies the tags.
     *
     * @throws IllegalArgumentException if a name is empty
     */
    public TagSet {
        Map<String, String> copy = new LinkedHashMap<>();
        Objects.requireNonNull(tags, "tags").forEach((name, value) -> {
            if (Objects.requireNonNull(name, "name").isEmpty()) {
                throw new IllegalArgumentException("a tag's name must not be empty; its value is '" + value + "'");
            }
            copy.put(name, Objects.requireNonNull(value, "value"));
        });
        tags = Collections.unmodifiableMap(copy);
    }

    /** One tag; {@link #and} adds others. */
    public static TagSet of(String name, String value) {
        return ANY.and(name, value);
    }

    /** These tags and one more; it replaces one of the same name. */
    public TagSet and(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(tags);
        more.put(name, value);
        return new TagSet(more);
    }
}
