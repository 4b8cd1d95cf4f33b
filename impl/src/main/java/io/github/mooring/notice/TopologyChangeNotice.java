package io.github.mooring.notice;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A change of what is known of the servers. Confined to the thread that tells of it. */
@Name("io.github.mooring.TopologyChange")
@Label("Topology Change")
@Description("Other servers, or something else is known of them")
@Category("Mooring")
@StackTrace(false)
public final class TopologyChangeNotice extends Event {
    /** One that has not begun. */
    public TopologyChangeNotice() {}

    /** The name of the replica set; null if there is none. */
    @Label("Replica Set")
    public @Nullable String setName;

    /** What was known before. */
    @Label("Previous")
    public @Nullable String previous;

    /** What is known now. */
    @Label("Current")
    public @Nullable String current;
}
