package io.github.mooring.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Whom to ask and how long to wait; immutable.
 *
 * @param addresses one or more, in the order in which they are asked
 * @param timeout   longest wait for one of them, more than zero
 * @param attempts  how often all are asked before the search is given up, 1 or more
 */
public record NameServers(List<InetSocketAddress> addresses, Duration timeout, int attempts) {
    /** Checks the values and copies the list. */
    public NameServers {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no name server is given");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is " + timeout + ", allowed is more than zero");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts is " + attempts + ", allowed is 1 and more");
        }
    }
}
