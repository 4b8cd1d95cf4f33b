package io.github.mooring.notice;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A connection that is made, or is not. Confined to the thread that tells of it. */
@Name("io.github.mooring.ConnectionOpened")
@Label("Connection Opened")
@Description("A connection is made: network, TLS, handshake, authentication")
@Category("Mooring")
@StackTrace(false)
public final class ConnectionOpenedNotice extends Event {
    /** One that has not begun. */
    public ConnectionOpenedNotice() {}

    /** Where, as host:port. */
    @Label("Server")
    public @Nullable String server;

    /** Who, as user@source; null for nobody. */
    @Label("User")
    public @Nullable String user;

    /** ok, or the class of the error that it has ended in. */
    @Label("Outcome")
    public @Nullable String outcome;

    /** What went wrong; null if nothing has. */
    @Label("Error")
    public @Nullable String error;
}
