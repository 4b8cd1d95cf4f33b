package io.github.mooring.operation;

import io.github.mooring.api.Mode;
import io.github.mooring.topology.ReadPreference;

/** Which servers a command may run on, and which concerns it takes. */
public enum Access {
    /** Reads: follows the session's mode and takes its read concern. */
    READ(true, true, false),
    /** Reads what has no history, or goes on with an earlier read: follows the session's mode, takes no concern. */
    READ_PLAIN(true, false, false),
    /** Writes: goes to the primary and takes the session's write concern. */
    WRITE(false, false, true),
    /** Reads and writes in one, as an aggregation that ends in {@code $out}: goes to the primary, takes both concerns. */
    READ_WRITE(false, true, true),
    /** Goes to the primary and takes no concern: commands of the caller's own making, and administration. */
    PRIMARY(false, false, false);

    private final boolean followsMode;
    private final boolean takesReadConcern;
    private final boolean takesWriteConcern;

    Access(boolean followsMode, boolean takesReadConcern, boolean takesWriteConcern) {
        this.followsMode = followsMode;
        this.takesReadConcern = takesReadConcern;
        this.takesWriteConcern = takesWriteConcern;
    }

    /** Whether the session's mode decides which server it goes to; otherwise it goes to the primary. */
    public boolean followsMode() {
        return followsMode;
    }

    /**
     * Whether it has to go to the primary now.
     *
     * @param atPrimary whether the session is bound to the primary by what it has done before
     */
    public boolean needsPrimary(Mode mode, boolean atPrimary) {
        return !followsMode || ReadPreference.of(mode, atPrimary) == ReadPreference.PRIMARY;
    }

    /** Whether the session's read concern is sent along. */
    public boolean takesReadConcern() {
        return takesReadConcern;
    }

    /** Whether the session's write concern is sent along. */
    public boolean takesWriteConcern() {
        return takesWriteConcern;
    }
}
