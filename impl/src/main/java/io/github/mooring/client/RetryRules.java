package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.ServerKind;
import io.github.mooring.transport.Overload;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which errors another attempt may help against; stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-reads/retryable-reads.md#retryable-error">
 *     Retryable Reads: retryable error</a>
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md#determining-retryable-errors">
 *     Retryable Writes: determining retryable errors</a>
 */
final class RetryRules {
    /** The server's, or the client's for servers that do not say so themselves. */
    static final String RETRYABLE_WRITE = "RetryableWriteError";

    /** The second attempt has done nothing, so the first one's error tells more. */
    static final String NO_WRITES_PERFORMED = "NoWritesPerformed";

    /** MongoDB 4.4: from there on the server says itself which errors are worth a second attempt. */
    private static final int LABELS_ERRORS = 9;

    /** Of reads and writes alike. */
    private static final Set<Integer> PASSING = Set.of(6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);

    /** ReadConcernMajorityNotAvailableYet. */
    private static final int MAJORITY_NOT_AVAILABLE_YET = 134;

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private RetryRules() {}

    /** Whether a read that has ended so is worth another attempt, if there is time left for one. */
    static boolean helpsRead(MongoException e) {
        return isOfTheNetwork(e) || PASSING.contains(e.code()) || e.code() == MAJORITY_NOT_AVAILABLE_YET;
    }

    /**
     * Whether a write that has ended so is worth another attempt, if there is time left for one.
     *
     * @param server at which it has failed; null if it did not get there
     */
    static boolean helpsWrite(MongoException e, @Nullable ConnectionDescription server) {
        if (isOfTheNetwork(e) || e.hasErrorLabel(RETRYABLE_WRITE)) {
            return true;
        }
        return server != null && server.maxWireVersion() < LABELS_ERRORS && PASSING.contains(e.code());
    }

    /** Whether the server's answer is one that passes, such as that it is not the primary any more. */
    static boolean isPassing(MongoException e) {
        return PASSING.contains(e.code());
    }

    /** Whether a server has too much to do: then there is a wait before another attempt. */
    static boolean isOverload(MongoException e) {
        return e.hasErrorLabel(Overload.SYSTEM_OVERLOADED);
    }

    /** Whether a server has too much to do, and has not begun with the operation, which may be tried again whatever it is. */
    static boolean isShed(MongoException e) {
        return isOverload(e) && e.hasErrorLabel(Overload.RETRYABLE);
    }

    /** A time-out of an operation that has time left is one of the socket (socketTimeoutMS). */
    private static boolean isOfTheNetwork(MongoException e) {
        return e instanceof MongoSocketException || e instanceof MongoOperationTimeoutException;
    }

    /** Whether a server knows a write again that is sent to it twice. */
    static boolean numbersWrites(ConnectionDescription server) {
        return sessionTimeout(server) != null && server.kind() != ServerKind.STANDALONE;
    }

    /**
     * How long a server keeps a session that is not used; null if it knows none. What a service behind a load balancer says of that
     * counts for nothing, as others may be asked next.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/load-balancers/load-balancers.md#driver-sessions">
     *     Load Balancer Support: driver sessions</a>
     */
    static @Nullable Duration sessionTimeout(ConnectionDescription server) {
        if (server.serviceId() != null) {
            return FOR_EVER;
        }
        Integer minutes = server.logicalSessionTimeoutMinutes();
        return minutes == null ? null : Duration.ofMinutes(minutes);
    }
}
