package io.github.mooring.topology;

import io.github.mooring.api.Mode;

/**
 * The standard read preferences, as the wire spells them.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md">
 *     Server Selection: read preference</a>
 */
public enum ReadPreference {
    /** The primary only. */
    PRIMARY("primary"),
    /** The primary, or a secondary if there is none. */
    PRIMARY_PREFERRED("primaryPreferred"),
    /** Secondaries only. */
    SECONDARY("secondary"),
    /** Secondaries, or the primary if there is none. */
    SECONDARY_PREFERRED("secondaryPreferred"),
    /** Any near member. */
    NEAREST("nearest");

    private final String wireName;

    ReadPreference(String wireName) {
        this.wireName = wireName;
    }

    /** The value of {@code mode} in {@code $readPreference}. */
    public String wireName() {
        return wireName;
    }

    /**
     * What a session's mode means for its next read.
     *
     * @param atPrimary whether the session is bound to the primary by what it has done: a monotonic session
     *     then stays there, and so does one that was made eventual without being refreshed
     */
    public static ReadPreference of(Mode mode, boolean atPrimary) {
        return switch (mode) {
            case STRONG -> PRIMARY;
            case MONOTONIC -> atPrimary ? PRIMARY : SECONDARY_PREFERRED;
            case EVENTUAL -> atPrimary ? PRIMARY : NEAREST;
            case NEAREST -> NEAREST;
            case PRIMARY_PREFERRED -> PRIMARY_PREFERRED;
            case SECONDARY -> SECONDARY;
            case SECONDARY_PREFERRED -> SECONDARY_PREFERRED;
        };
    }
}
