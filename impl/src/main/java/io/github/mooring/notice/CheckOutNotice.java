package io.github.mooring.notice;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A wait for a connection. Confined to the thread that tells of it. */
@Name("io.github.mooring.CheckOut")
@Label("Connection Check-Out")
@Description("An operation asks for a connection; the duration is how long it waited, or dialed")
@Category("Mooring")
@StackTrace(false)
@Threshold("20 ms")
public final class CheckOutNotice extends Event {
    /** One that has not begun. */
    public CheckOutNotice() {}

    /** Where, as host:port. */
    @Label("Server")
    public @Nullable String server;

    /** Who, as user@source; null for nobody. */
    @Label("User")
    public @Nullable String user;

    /** The number of the connection in its pool; 0 if there is none. */
    @Label("Connection")
    public long connectionId;

    /** Whether others may use it at the same time. */
    @Label("Shared")
    public boolean shared;

    /** ok, or the class of the error that it has ended in. */
    @Label("Outcome")
    public @Nullable String outcome;
}
