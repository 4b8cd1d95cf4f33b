package io.github.mooring.resource;

import io.github.mooring.transport.Dialer;

/**
 * How to connect, given with each request for a connection; immutable.
 *
 * <p>A connection that is open already serves a request only if it was made in the same way, which {@code parameters}
 * decide: two ways are the same if their parameters are equal.
 *
 * @param dialer     connects, encryption included
 * @param parameters what makes a connection of this dialer different from others: encryption, certificates, proxy
 */
public record Dialing(Dialer dialer, Object parameters) {
    /** A way that is the same as those by this very dialer, and no other. */
    public static Dialing by(Dialer dialer) {
        return new Dialing(dialer, dialer);
    }
}
