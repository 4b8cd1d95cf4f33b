package io.github.mooring.notice;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A command, without anything of its contents. Confined to the thread that tells of it. */
@Name("io.github.mooring.Command")
@Label("Command")
@Description("A command on a connection, from writing it to having read its reply")
@Category("Mooring")
@StackTrace(false)
@Threshold("20 ms")
public final class CommandNotice extends Event {
    /** One that has not begun. */
    public CommandNotice() {}

    /** The name of the command. */
    @Label("Name")
    public @Nullable String name;

    /** The database that it was for. */
    @Label("Database")
    public @Nullable String database;

    /** Where, as host:port. */
    @Label("Server")
    public @Nullable String server;

    /** The number of the connection in its pool. */
    @Label("Connection")
    public long connectionId;

    /** Bytes of what was sent, before compression and without the header. */
    @Label("Request Size")
    @DataAmount
    public int requestBytes;

    /** Bytes of the reply, once it is inflated; 0 if there was none. */
    @Label("Reply Size")
    @DataAmount
    public int replyBytes;

    /** ok, or the class of the error that it has ended in. */
    @Label("Outcome")
    public @Nullable String outcome;

    /** The code that the server gave for its error; 0 if there is none. */
    @Label("Error Code")
    public int code;
}
