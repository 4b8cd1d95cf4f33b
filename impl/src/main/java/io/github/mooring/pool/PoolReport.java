package io.github.mooring.pool;

import java.time.Duration;
import java.util.Map;

/**
 * How a pool fares and has fared, for whoever operates it; immutable. The numbers are of one moment as far as the pool's lock
 * decides them; those of slots that change hands meanwhile may be one off.
 *
 * @param stats       the numbers of this moment
 * @param shared      resources that more than one caller uses
 * @param phase       whether the pool serves
 * @param generation  see {@link Pool#generation()}
 * @param oldestWait  how long whoever is first in the queue has waited; zero if nobody waits
 * @param longestWait the longest wait that is over, since the pool was made or {@link Pool#forgetLongestWait()}
 * @param checkOuts   leases since the pool was made; one that found its resource unfit counts again with the next resource
 * @param failures    check-outs that came to nothing, by reason
 * @param created     creations that have begun, those included that came to nothing
 * @param closed      resources destroyed, and creations that came to nothing, by reason
 * @param unused      how long nobody has used the pool; zero if somebody does
 */
public record PoolReport(
        PoolStats stats,
        int shared,
        Phase phase,
        long generation,
        Duration oldestWait,
        Duration longestWait,
        long checkOuts,
        Map<CheckOutFailure, Long> failures,
        long created,
        Map<CloseReason, Long> closed,
        Duration unused) {
    /** Whether a pool serves. */
    public enum Phase {
        /** Not now: its resources are in doubt, or it is new. */
        PAUSED,
        /** It does. */
        READY,
        /** It never will again. */
        CLOSED
    }

    /** Copies the maps. */
    public PoolReport {
        failures = Map.copyOf(failures);
        closed = Map.copyOf(closed);
    }
}
