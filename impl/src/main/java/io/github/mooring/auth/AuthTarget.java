package io.github.mooring.auth;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Deadline;
import java.util.Objects;

/**
 * The connection that is to be authenticated, as far as a mechanism may need to know it; immutable.
 *
 * @param server    as it was dialed
 * @param encrypted whether nobody on the way can read what is sent
 * @param deadline  by when the connection has to be ready
 */
public record AuthTarget(ServerAddress server, boolean encrypted, Deadline deadline) {
    /** Checks for null. */
    public AuthTarget {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(deadline, "deadline");
    }
}
