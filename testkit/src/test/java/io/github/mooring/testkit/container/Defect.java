package io.github.mooring.testkit.container;

/** What the adapter of these tests can be made to do wrong. */
enum Defect {
    /** Nothing. */
    NONE,
    /** Closing a handle is not told. */
    SILENT_CLOSE,
    /** Closing a handle is told once more with each close. */
    TOLD_TWICE,
    /** The event of a closed handle does not say which. */
    EVENT_WITHOUT_HANDLE,
    /** No connection is ever matched. */
    NO_MATCH,
    /** What was destroyed is matched. */
    STALE_MATCH,
    /** Connections cannot be cleaned up. */
    CLEANUP_FAILS,
    /** Validation answers with null. */
    NULL_VALIDATION,
    /** Handles have no {@code close()} that is found by reflection. */
    HIDDEN_CLOSE,
    /** An error is told twice. */
    ERROR_TWICE,
    /** Transactions that the container drives are told as the application's. */
    CONTAINERS_TRANSACTION_TOLD,
    /** The start waits for a work. */
    BLOCKING_START,
    /** The stop throws. */
    STOP_THROWS,
    /** The stop leaves a timer. */
    TIMER_LEFT
}
