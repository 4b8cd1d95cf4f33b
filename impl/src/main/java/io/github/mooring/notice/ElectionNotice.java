package io.github.mooring.notice;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** An election. Confined to the thread that tells of it. */
@Name("io.github.mooring.Election")
@Label("Election")
@Description("Another primary of a replica set becomes known, or the same again")
@Category("Mooring")
@StackTrace(false)
public final class ElectionNotice extends Event {
    /** One that has not begun. */
    public ElectionNotice() {}

    /** The name of the replica set. */
    @Label("Replica Set")
    public @Nullable String setName;

    /** Where the primary is now. */
    @Label("Primary")
    public @Nullable String primary;

    /** Where it was before. */
    @Label("Previous Primary")
    public @Nullable String previousPrimary;

    /** How long none was known. */
    @Label("Time Without Primary")
    @Timespan(Timespan.MILLISECONDS)
    public long withoutPrimary;
}
