package io.github.mooring.transport;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Deadline;

/**
 * A stream of bytes to and from one server. At most one thread reads and one writes at a time; {@link #close},
 * {@link #isOpen} and the descriptions may be called by any thread.
 */
public interface Transport extends AutoCloseable {
    /**
     * Reads what has come, waiting for the first byte.
     *
     * <p>Errors say {@code bytesSent}, since whoever reads waits for the answer to something that was sent. After a
     * time-out or an interrupt the stream is where it was, and may be read again; after any other error it is closed.
     *
     * @param length at least 1
     * @return       how many bytes were read, at least 1; -1 if the peer has ended the stream
     * @throws io.github.mooring.api.MongoOperationTimeoutException if the deadline passed first
     * @throws io.github.mooring.api.MongoInterruptedException      if the thread is interrupted, where that can be
     *     noticed: before it waits, and while it waits if it is a virtual thread
     * @throws io.github.mooring.api.MongoSocketException           if the stream broke or was closed
     */
    int read(byte[] buffer, int offset, int length, Deadline deadline);

    /**
     * As {@link #read}, for those with much time: two system calls cheaper on a platform thread, and without a look at
     * clock or interrupt flag before it waits. But who is still waiting when the deadline has passed finds the stream closed,
     * up to {@link WriteWatchdog#PERIOD} late.
     *
     * @param deadline lies ahead
     */
    int readOrClose(byte[] buffer, int offset, int length, Deadline deadline);

    /**
     * Whether bytes have come that were not read yet, as far as that is known without waiting. Costs a system call; the end
     * of the stream does not show here. Called by whoever may read.
     */
    boolean hasBytes();

    /**
     * Writes all of it. Neither clock nor interrupt flag is looked at before it begins: the bytes may be others' as well.
     *
     * <p>An error without {@code bytesSent} came before the first byte. One with it came later: nobody knows how much
     * the peer has got. Either way the stream has been closed, because the next message could land in the middle of this
     * one.
     *
     * @throws io.github.mooring.api.MongoOperationTimeoutException if the deadline passed first
     * @throws io.github.mooring.api.MongoInterruptedException      if the thread is interrupted, where that can be noticed
     * @throws io.github.mooring.api.MongoSocketException           if the stream broke or was closed
     */
    void write(byte[] bytes, int offset, int length, Deadline deadline);

    /** Closes the stream and wakes whoever reads or writes. Idempotent; does no I/O that could block. */
    @Override
    void close();

    /** Whether nothing is known to be wrong with it. A peer that has gone is noticed by reading or writing only. */
    boolean isOpen();

    /** Whether what is sent can be read by nobody in between. */
    default boolean isEncrypted() {
        return false;
    }

    /** The server as it was dialed. */
    ServerAddress peer();

    /** Both ends and the kind of encryption, for messages and dumps. */
    String description();
}
