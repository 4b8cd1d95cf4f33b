package io.github.mooring.resource;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Transport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The place of one connection, with or without one in it. Belongs to whoever has leased it, and is handed from one owner
 * to the next by the pool; only {@link #close} is called by another, once nobody owns it.
 */
final class Line {
    private static final Duration LOOK = Duration.ofMillis(1);

    private @Nullable Transport transport;
    private @Nullable Object parameters;

    /** A connection that was made in this way: the one that is there, or a new one instead of it. */
    Transport connected(ServerAddress address, Dialing how, Deadline deadline) {
        Transport present = transport;
        if (present != null && present.isOpen() && how.parameters().equals(parameters)) {
            return present;
        }
        close();
        Transport fresh = how.dialer().dial(address, deadline);
        transport = fresh;
        parameters = how.parameters();
        return fresh;
    }

    /** Whether it may go to the next: an empty one may. */
    boolean isUsable() {
        Transport present = transport;
        return present == null || present.isOpen();
    }

    /**
     * Whether the peer is still there, by a look of a moment. Bytes that wait to be read are left to the next user, who
     * knows what they mean; one that comes during the look cannot be put back, so the connection is done for.
     */
    boolean isAlive(Clock clock) {
        Transport present = transport;
        if (present == null) {
            return true;
        }
        try {
            return present.hasBytes() || !comesAnything(present, Deadline.after(clock, LOOK));
        } catch (MongoException e) {
            return false;
        }
    }

    private static boolean comesAnything(Transport transport, Deadline deadline) {
        try {
            int unused = transport.read(new byte[1], 0, 1, deadline);
            return true; // or the end of the stream
        } catch (MongoOperationTimeoutException | MongoInterruptedException e) {
            return !transport.isOpen();
        }
    }

    void close() {
        Transport present = transport;
        transport = null;
        parameters = null;
        if (present != null) {
            present.close();
        }
    }
}
