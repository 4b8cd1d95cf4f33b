package io.github.mooring.api.dns;

import java.time.Duration;
import java.util.Objects;

/**
 * One server of a service; immutable. Priority and weight are left out: the specification has them ignored.
 *
 * @param target the host as the record has it, with or without a final dot, in any case
 * @param port   0 to 65535, as the record has it
 * @param ttl    how long the record holds, zero or more
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2782">RFC 2782</a>
 */
public record SrvRecord(String target, int port, Duration ttl) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the port does not fit 16 bits, or the time is negative
     */
    public SrvRecord {
        Objects.requireNonNull(target, "target");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + ", allowed is 0 to 65535");
        }
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("ttl is " + ttl + ", allowed is zero and more");
        }
    }
}
