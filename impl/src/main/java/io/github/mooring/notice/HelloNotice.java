package io.github.mooring.notice;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A heartbeat. Confined to the thread that tells of it. */
@Name("io.github.mooring.Hello")
@Label("Heartbeat")
@Description("A monitor asks its server how it is; the duration of one that is awaited is no distance")
@Category("Mooring")
@StackTrace(false)
public final class HelloNotice extends Event {
    /** One that has not begun. */
    public HelloNotice() {}

    /** Where, as host:port. */
    @Label("Server")
    public @Nullable String server;

    /** Whether the server keeps its answer back until there is something new. */
    @Label("Awaited")
    public boolean awaited;

    /** ok, or the class of the error that it has ended in. */
    @Label("Outcome")
    public @Nullable String outcome;

    /** What went wrong; null if nothing has. */
    @Label("Error")
    public @Nullable String error;
}
