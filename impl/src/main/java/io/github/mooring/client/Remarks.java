package io.github.mooring.client;

import java.util.List;

/**
 * What there is to say about a configuration that was read; immutable. No secret is in it.
 *
 * @param warnings  what was wrong with it and is ignored, or will be some day; each names the option, what is allowed and
 *     what was likely meant
 * @param obstacles why no server can be talked to as it asks for, although nothing is wrong with it
 */
public record Remarks(List<String> warnings, List<String> obstacles) {
    /** Nothing to say. */
    public static final Remarks NONE = new Remarks(List.of(), List.of());

    /** Copies the lists. */
    public Remarks {
        warnings = List.copyOf(warnings);
        obstacles = List.copyOf(obstacles);
    }
}
