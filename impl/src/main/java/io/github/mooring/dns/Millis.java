package io.github.mooring.dns;

import io.github.mooring.time.Deadline;
import java.net.SocketTimeoutException;

/** A deadline as sockets want it; stateless. */
final class Millis {
    private Millis() {}

    /**
     * What is left, 1 or more: 0 would be no limit.
     *
     * @throws SocketTimeoutException if nothing is
     */
    static int of(Deadline deadline) throws SocketTimeoutException {
        long left = deadline.remainingMillis();
        if (left <= 0) {
            throw passed(deadline, "");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /** It has passed. */
    static SocketTimeoutException passed(Deadline deadline, String more) {
        return new SocketTimeoutException(
                "no answer within " + deadline.budget().toMillis() + " ms" + more);
    }
}
