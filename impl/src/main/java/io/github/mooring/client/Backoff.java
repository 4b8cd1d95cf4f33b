package io.github.mooring.client;

import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * How long an operation waits before it is tried again that an overloaded server has refused: longer each time, and by chance, so
 * that those who were refused together do not come back together. Thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/client-backpressure/client-backpressure.md#overload-retry-policy">
 *     Client Backpressure: overload retry policy</a>
 */
final class Backoff {
    /** Unless the server names another one. */
    private static final double BASE_MILLIS = 100;

    private static final double MAX_MILLIS = 10_000;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final DoubleSupplier jitter;

    /**
     * Waits by chance.
     *
     * @param jitter from 0 to 1, evenly; called by any thread
     */
    Backoff(DoubleSupplier jitter) {
        this.jitter = jitter;
    }

    /** As it is outside of tests. */
    static Backoff random() {
        return new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * How long to wait.
     *
     * @param retry   the number of the attempt to come, the second of all is number 1
     * @param refusal the error of the attempt before
     */
    Duration before(int retry, MongoException refusal) {
        double longest = Math.min(MAX_MILLIS, baseMillis(refusal) * Math.pow(2, retry));
        return Duration.ofNanos((long) (jitter.getAsDouble() * longest * NANOS_PER_MILLI));
    }

    private static double baseMillis(MongoException refusal) {
        if (refusal instanceof MongoCommandException answer) {
            BsonValue named = BsonDocument.parse(answer.response()).get("baseBackoffMS");
            if (named != null && named.isNumber() && named.asNumber().doubleValue() > 0) {
                return named.asNumber().doubleValue();
            }
        }
        return BASE_MILLIS;
    }
}
