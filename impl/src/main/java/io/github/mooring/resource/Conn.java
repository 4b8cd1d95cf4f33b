package io.github.mooring.resource;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.pool.Lease;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Transport;

/**
 * A connection in the hands of one user, from {@link ConnResource#get} to {@link #put} or {@link #close}; whichever comes
 * first counts, and the other then does nothing. So a user puts it back as the last step of a {@code try} with this as
 * its resource, and whatever goes wrong before closes it.
 *
 * <p>Reading from it or writing to it afterwards throws, whoever uses the socket by then. For one thread at a time; only
 * {@link #close} and the questions may come from another.
 */
public final class Conn implements Transport {
    private final Lease<Line> lease;
    private final Transport transport;
    /** Only ever goes to true, and before the lease ends: then nobody else can have the socket yet. */
    private volatile boolean ended;

    Conn(Lease<Line> lease, Transport transport) {
        this.lease = lease;
        this.transport = transport;
    }

    /**
     * Gives it back, open, for the next user. Closes it instead if it is broken, if a close was scheduled meanwhile, or if
     * somebody waits for the room.
     *
     * @return whether this call gave it back; false if it was given back or closed before
     */
    public boolean put() {
        ended = true;
        return transport.isOpen() ? lease.release() : lease.discard();
    }

    /** Closes the socket, after which its permit is free. Does nothing if it was given back or closed before. */
    @Override
    public void close() {
        ended = true;
        lease.discard();
    }

    /**
     * As {@link Transport#read}.
     *
     * @throws IllegalStateException if it was put back or closed
     */
    @Override
    public int read(byte[] buffer, int offset, int length, Deadline deadline) {
        requireHeld();
        return transport.read(buffer, offset, length, deadline);
    }

    /**
     * As {@link Transport#readOrClose}.
     *
     * @throws IllegalStateException if it was put back or closed
     */
    @Override
    public int readOrClose(byte[] buffer, int offset, int length, Deadline deadline) {
        requireHeld();
        return transport.readOrClose(buffer, offset, length, deadline);
    }

    /**
     * As {@link Transport#hasBytes}.
     *
     * @throws IllegalStateException if it was put back or closed
     */
    @Override
    public boolean hasBytes() {
        requireHeld();
        return transport.hasBytes();
    }

    /**
     * As {@link Transport#write}.
     *
     * @throws IllegalStateException if it was put back or closed
     */
    @Override
    public void write(byte[] bytes, int offset, int length, Deadline deadline) {
        requireHeld();
        transport.write(bytes, offset, length, deadline);
    }

    /** Whether it is neither given back nor closed, and nothing is known to be wrong with it. */
    @Override
    public boolean isOpen() {
        return !ended && transport.isOpen();
    }

    @Override
    public ServerAddress peer() {
        return transport.peer();
    }

    @Override
    public String description() {
        return transport.description();
    }

    @Override
    public String toString() {
        return description();
    }

    private void requireHeld() {
        if (ended) {
            throw new IllegalStateException("the connection to " + transport.peer()
                    + " was put back or closed by this user and may be another's by now; get it again");
        }
    }
}
