package io.github.mooring.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Judges a connection by the reply that has to come next: if its caller has given up, nobody may be left whose patience
 * would end, and for so long nothing at all has come, the server is not going to answer. Used by one thread at a time, the
 * one that tends the connection.
 */
final class StuckHead {
    private final long limitNanos;
    private @Nullable Call head;
    private int deliveries;
    private long sinceNanos;

    /** @param limit how long nothing may come */
    StuckHead(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /**
     * Looks once.
     *
     * @param abandoned     the call whose reply has to come next, if its caller has given up
     * @param nowDeliveries how often something has come so far
     * @return              why the connection has to end, null if it need not
     */
    @Nullable
    Death judge(@Nullable Call abandoned, int nowDeliveries, long nowNanos) {
        if (abandoned == null || abandoned != head || nowDeliveries != deliveries) {
            head = abandoned;
            deliveries = nowDeliveries;
            sinceNanos = nowNanos;
            return null;
        }
        long silent = nowNanos - sinceNanos;
        return silent < limitNanos ? null : Death.stuck(abandoned.command, Duration.ofNanos(silent));
    }
}
