package io.github.mooring.management;

/**
 * The connections of one user to one server: {@code io.github.mooring:type=Pool,...,server="host:port",user="name@source"}.
 * Counts are since the pool was made.
 */
public interface PoolMXBean {
    /** Where its connections lead to. */
    String getServer();

    /** Whose they are, as {@code user@source}; {@code none} if nobody is authenticated on them. */
    String getUser();

    /** Whether it serves: {@code READY}, {@code PAUSED} while the server is in doubt, {@code CLOSED}. */
    String getPhase();

    /** How often its connections were given up as a whole; -1 once it is closed. */
    long getGeneration();

    /** Most connections, {@code maxPoolSize}; 0 = unlimited. */
    int getMaxSize();

    /** Connections that are open, being made or being closed. */
    int getSize();

    /** Connections that somebody uses, or that are kept from use until a late reply has come. */
    int getInUseCount();

    /** Connections that wait for somebody to use them. */
    int getIdleCount();

    /** Connections that are being made. */
    int getCreatingCount();

    /** Connections that more than one operation uses. */
    int getSharedCount();

    /** Operations that use a connection; more than {@link #getInUseCount} when some are shared. */
    int getInFlightCount();

    /** Connections that are kept for cursors (behind a load balancer). */
    int getKeptForCursorsCount();

    /** Connections that are kept for transactions (behind a load balancer). */
    int getKeptForTransactionsCount();

    /** Callers in the wait queue. */
    int getWaitQueueLength();

    /** How long whoever is first in the queue has waited, in milliseconds; 0 if nobody waits. */
    long getOldestWaitMillis();

    /** The longest wait that is over, in milliseconds, since the start or since it was last forgotten. */
    long getLongestWaitMillis();

    /** Check-outs that got a connection. */
    long getCheckOutCount();

    /** Check-outs that ran out of time. */
    long getCheckOutTimeoutCount();

    /** Check-outs that failed otherwise: a connection could not be made, the pool was cleared, the queue was too long. */
    long getCheckOutErrorCount();

    /** Connections that were made, attempts included that failed. */
    long getCreatedCount();

    /** Connections that were closed because they were idle for too long, too old, or had to make room. */
    long getClosedIdleCount();

    /** Connections that were closed because the pool had been cleared. */
    long getClosedStaleCount();

    /** Connections that broke, or could not be made. */
    long getClosedErrorCount();

    /** Connections that were closed with the pool. */
    long getClosedWithPoolCount();

    /** How long nobody has used the pool, in milliseconds; 0 if somebody does. */
    long getUnusedMillis();
}
