package io.github.mooring.client;

/**
 * What {@link ClientOptions} say about trying again; immutable. Names, defaults and ranges are those of {@link Option}.
 *
 * @param reads               whether a read that failed for a reason that passes is tried again
 * @param writes              whether a write is
 * @param maxAdaptive         most retries of an operation that an overloaded server has refused
 * @param overloadRetargeting whether such a retry keeps away from that server
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md#retrywrites">
 *     Retryable Writes: retryWrites</a>
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/client-backpressure/client-backpressure.md#overload-retry-policy">
 *     Client Backpressure: overload retry policy</a>
 */
public record RetryOptions(boolean reads, boolean writes, int maxAdaptive, boolean overloadRetargeting) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming option, value and what is allowed
     */
    public RetryOptions {
        Option.MAX_ADAPTIVE_RETRIES.check(maxAdaptive);
    }

    /** What a configuration says. */
    static RetryOptions of(Settings given) {
        return new RetryOptions(
                given.get(Option.RETRY_READS, Boolean.class),
                given.get(Option.RETRY_WRITES, Boolean.class),
                given.get(Option.MAX_ADAPTIVE_RETRIES, Integer.class),
                given.get(Option.ENABLE_OVERLOAD_RETARGETING, Boolean.class));
    }
}
