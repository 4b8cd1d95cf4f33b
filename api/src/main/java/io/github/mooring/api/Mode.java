package io.github.mooring.api;

/**
 * From which servers a session reads, and what it promises about the order of what it sees; mgo's words. Writes always
 * go to the primary.
 */
public enum Mode {
    /** Everything from the primary; the default. */
    STRONG,
    /** Reads from a secondary until the session's first write, from then on from the primary. */
    MONOTONIC,
    /** Reads from any near server, each on its own; no order between them. */
    EVENTUAL,
    /** Reads from the primary, from a secondary if there is none. */
    PRIMARY_PREFERRED,
    /** Reads from secondaries only. */
    SECONDARY,
    /** Reads from secondaries, from the primary if there is none. */
    SECONDARY_PREFERRED,
    /** Reads from any near server. */
    NEAREST
}
