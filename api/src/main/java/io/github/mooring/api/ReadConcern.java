package io.github.mooring.api;

import java.util.Objects;

/**
 * How well established data must be to be read; immutable.
 *
 * @param level the level as the server spells it, such as {@code majority}; empty leaves it to the server
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/read-write-concern/read-write-concern.md">
 *     Read and Write Concern: ReadConcern</a>
 */
public record ReadConcern(String level) {
    /** Whatever the server is set to; nothing is sent. */
    public static final ReadConcern SERVER_DEFAULT = new ReadConcern("");

    /** Only what a majority of the members has acknowledged. */
    public static final ReadConcern MAJORITY = new ReadConcern("majority");

    /** The newest data of the server that is asked. */
    public static final ReadConcern LOCAL = new ReadConcern("local");

    /** Checks for null. */
    public ReadConcern {
        Objects.requireNonNull(level, "level");
    }

    /** Whether nothing is sent. */
    public boolean isServerDefault() {
        return level.isEmpty();
    }
}
