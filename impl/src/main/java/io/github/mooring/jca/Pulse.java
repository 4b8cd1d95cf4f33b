package io.github.mooring.jca;

/**
 * Calls back once, later; thread-safe. It stands between the repeated tasks and whichever the container grants: a timer,
 * or a long-lived work where timers are refused.
 */
interface Pulse {
    /**
     * Runs an action once, on a thread of the container. Nothing happens once the pulse is closed.
     *
     * @param delayNanos from now, not negative
     * @param action     neither blocks nor throws
     */
    void after(long delayNanos, Runnable action);

    /** Tries again to get a thread if the container has refused one; otherwise does nothing. */
    void nudge();

    /** Forgets what is due and gives the container back its own. Idempotent; an action under way goes on. */
    void close();
}
