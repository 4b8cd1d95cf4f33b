package io.github.mooring.notice;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The outcome of a transaction. Confined to the thread that tells of it. */
@Name("io.github.mooring.Transaction")
@Label("Transaction")
@Description("The end of a transaction")
@Category("Mooring")
@StackTrace(false)
public final class TransactionNotice extends Event {
    /** One that has not begun. */
    public TransactionNotice() {}

    /** Where, as host:port. */
    @Label("Server")
    public @Nullable String server;

    /** Who, as user@source; null for nobody. */
    @Label("User")
    public @Nullable String user;

    /** committed, aborted or unknown. */
    @Label("Outcome")
    public @Nullable String outcome;

    /** How many commands were sent in it, those not counted that end it. */
    @Label("Operations")
    public int operations;

    /** How often its commit was sent, or that it is aborted. */
    @Label("Attempts")
    public int attempts;

    /** From when its first command was sent to its end. */
    @Label("Lasted")
    @Timespan(Timespan.MILLISECONDS)
    public long lasted;
}
