package io.github.mooring.api;

/**
 * Numbers of a session pool at one moment; immutable. The parts are read one after the other, so under load they may
 * not add up.
 *
 * @param slots           how many slots there are
 * @param ready           slots with a session
 * @param broken          slots whose session has met a network error or failed a probe, and has not been replaced yet
 * @param inFlight        operations under way on the sessions that are in slots now
 * @param sessionsCreated sessions that were put into slots since the start
 * @param handlesGiven    handles given out since the start
 * @param probes          probes that the server has answered since the start
 * @param probesFailed    probes that it has not
 * @param listenerErrors  exceptions that the listener has thrown, and that went no further
 */
public record SessionPoolStatistics(
        int slots,
        int ready,
        int broken,
        long inFlight,
        long sessionsCreated,
        long handlesGiven,
        long probes,
        long probesFailed,
        long listenerErrors) {
    /** Slots without a session. */
    public int empty() {
        return slots - ready - broken;
    }
}
