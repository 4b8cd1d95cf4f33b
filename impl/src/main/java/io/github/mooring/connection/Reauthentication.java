package io.github.mooring.connection;

import io.github.mooring.time.Deadline;

/**
 * Proves the user of a connection anew, when the server says that what it was proved with has expired. Thread-safe: calls
 * of others go on meanwhile, and if several notice at the same time, each of them does it, which costs a command and
 * harms nothing.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#reauthentication">Authentication
 *     specification: Reauthentication</a>
 */
final class Reauthentication {
    private final ConnectionDescription server;
    /** The one that was successful last. */
    private volatile Authentication last;

    Reauthentication(Authentication first, ConnectionDescription server) {
        this.last = first;
        this.server = server;
    }

    /** Does it, without a handshake; errors are those of the opening of a connection. */
    void perform(Deadline deadline) {
        try (Authentication again = last.again(deadline)) {
            again.complete(server, null);
            last = again;
        }
    }
}
