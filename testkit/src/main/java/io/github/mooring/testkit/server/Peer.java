package io.github.mooring.testkit.server;

import org.jspecify.annotations.Nullable;

/** The other end of a connection, as the server knows it. */
public interface Peer {
    /** The {@code connectionId} that hello tells. */
    int connectionId();

    /** The client's port, which tells its socket from all others. */
    int clientPort();

    /** The application's name from the client's first hello; null before that, or if it gave none. */
    @Nullable
    String appName();
}
