package io.github.mooring.notice;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Whether the Flight Recorder wants to hear of something; stateless. Where it does not, a question costs a look at two flags, and
 * nothing is made. Where the JVM, or the class loader of the server, has no Flight Recorder ({@code jdk.jfr}), it never does.
 */
public final class Flight {
    private static final boolean IS_THERE = isThere();

    private Flight() {}

    private static boolean isThere() {
        try {
            Class.forName("jdk.jfr.Event", false, Flight.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /**
     * Whether anybody has ever used the Flight Recorder in this JVM. Asked first, because an event class registers itself when it is
     * initialized, and that starts the recorder: a tenth of a second, on the way of an operation, for nothing.
     */
    private static boolean isInUse() {
        return IS_THERE && FlightRecorder.isInitialized();
    }

    /** Whether anything can ever be recorded here. */
    public static boolean isPossible() {
        return IS_THERE;
    }

    /** A command, begun; null if it is not recorded. */
    public static @Nullable CommandNotice command() {
        if (!isInUse() || !Samples.COMMAND.isEnabled()) {
            return null;
        }
        CommandNotice event = new CommandNotice();
        event.begin();
        return event;
    }

    /** A check-out, begun; null if it is not recorded. */
    public static @Nullable CheckOutNotice checkOut() {
        if (!isInUse() || !Samples.CHECK_OUT.isEnabled()) {
            return null;
        }
        CheckOutNotice event = new CheckOutNotice();
        event.begin();
        return event;
    }

    /** A heartbeat, begun; null if it is not recorded. */
    public static @Nullable HelloNotice hello() {
        if (!isInUse() || !Samples.HELLO.isEnabled()) {
            return null;
        }
        HelloNotice event = new HelloNotice();
        event.begin();
        return event;
    }

    /** A connection that is being made; null if it is not recorded. */
    public static @Nullable ConnectionOpenedNotice opening() {
        if (!isInUse() || !Samples.OPENED.isEnabled()) {
            return null;
        }
        ConnectionOpenedNotice event = new ConnectionOpenedNotice();
        event.begin();
        return event;
    }

    /** The end of a connection; null if it is not recorded. */
    public static @Nullable ConnectionClosedNotice closed() {
        return isInUse() && Samples.CLOSED.isEnabled() ? new ConnectionClosedNotice() : null;
    }

    /** A change of what is known; null if it is not recorded. */
    public static @Nullable TopologyChangeNotice change() {
        return isInUse() && Samples.CHANGE.isEnabled() ? new TopologyChangeNotice() : null;
    }

    /** An election; null if it is not recorded. */
    public static @Nullable ElectionNotice election() {
        return isInUse() && Samples.ELECTION.isEnabled() ? new ElectionNotice() : null;
    }

    /** The end of a transaction; null if it is not recorded. */
    public static @Nullable TransactionNotice transaction() {
        return isInUse() && Samples.TRANSACTION.isEnabled() ? new TransactionNotice() : null;
    }

    /** What an event says that has ended in this, or in nothing. */
    public static String outcome(@Nullable Throwable error) {
        return error == null ? "ok" : error.getClass().getSimpleName();
    }

    /** One of each kind, to ask whether it is recorded. Loaded only where the Flight Recorder is in use. */
    private static final class Samples {
        static final CommandNotice COMMAND = new CommandNotice();
        static final CheckOutNotice CHECK_OUT = new CheckOutNotice();
        static final HelloNotice HELLO = new HelloNotice();
        static final ConnectionOpenedNotice OPENED = new ConnectionOpenedNotice();
        static final ConnectionClosedNotice CLOSED = new ConnectionClosedNotice();
        static final TopologyChangeNotice CHANGE = new TopologyChangeNotice();
        static final ElectionNotice ELECTION = new ElectionNotice();
        static final TransactionNotice TRANSACTION = new TransactionNotice();
    }
}
