package io.github.mooring.session;

/** What a session does after a network error. */
public enum SessionRecovery {
    /** Goes on; if it held something at the server that is gone, it says so once. */
    AUTO,
    /** Fails with the same error until it is refreshed, as mgo did. */
    STRICT
}
