package io.github.mooring.transport;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;

/** Makes transports; thread-safe. */
@FunctionalInterface
public interface Dialer {
    /**
     * Connects to a server, encryption included.
     *
     * @param deadline the operation's; a dialer may have a shorter limit of its own
     * @throws io.github.mooring.api.MongoConnectException          if there is no connection to be had, with the reason
     * @throws io.github.mooring.api.MongoOperationTimeoutException if {@code deadline} passed first
     * @throws io.github.mooring.api.MongoInterruptedException      if the thread is interrupted, where that can be noticed
     */
    Transport dial(ServerAddress server, Deadline deadline);

    /**
     * As above, and gives up soon after the token is cancelled, with a {@link io.github.mooring.api.MongoConnectException}. A dialer
     * that cannot do so goes on to its end.
     */
    default Transport dial(ServerAddress server, Deadline deadline, Cancellation cancellation) {
        return dial(server, deadline);
    }
}
