package io.github.mooring.operation;

/**
 * Whether an operation may be sent a second time, without asking the application, after an error that another server, or
 * the same one a moment later, may not give.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-reads/retryable-reads.md#supported-read-operations">
 *     Retryable Reads: supported read operations</a>
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md#supported-write-operations">
 *     Retryable Writes: supported write operations</a>
 */
public enum Retry {
    /** Never: it is not one of those that the specifications name, or what it has done cannot be told apart from the second time. */
    NEVER,
    /** It reads, so the server may carry it out any number of times. */
    READ,
    /** It changes at most one document for each statement, so with a number of its own the server carries it out once. */
    WRITE
}
