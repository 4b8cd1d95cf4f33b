package io.github.mooring.operation;

import java.util.function.LongSupplier;

/**
 * Says of several commands that they are parts of one operation; confined to the thread that runs it. The operation gets its number
 * when somebody wants to hear of it, and not before.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#bulk-writes">
 *     Command Logging and Monitoring: bulk writes</a>
 */
public final class OperationLink {
    /** 0 until it is asked for. */
    private long number;

    /**
     * The operation's number.
     *
     * @param next gives the next number, which is not 0
     */
    public long number(LongSupplier next) {
        if (number == 0) {
            number = next.getAsLong();
        }
        return number;
    }
}
