package io.github.mooring.notice;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The end of a connection. Confined to the thread that tells of it. */
@Name("io.github.mooring.ConnectionClosed")
@Label("Connection Closed")
@Description("A connection of a pool is closed, or could not be made")
@Category("Mooring")
@StackTrace(false)
public final class ConnectionClosedNotice extends Event {
    /** One that has not begun. */
    public ConnectionClosedNotice() {}

    /** Where, as host:port. */
    @Label("Server")
    public @Nullable String server;

    /** Who, as user@source; null for nobody. */
    @Label("User")
    public @Nullable String user;

    /** The number of the connection in its pool. */
    @Label("Connection")
    public long connectionId;

    /** stale, idle, error or poolClosed. */
    @Label("Reason")
    public @Nullable String reason;

    /** What has closed it; null if no error has. */
    @Label("Error")
    public @Nullable String error;
}
