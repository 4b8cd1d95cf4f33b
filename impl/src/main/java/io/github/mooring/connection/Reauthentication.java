package io.github.mooring.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Proves the user of a connection anew, when the server says that what it was proved with has expired. Thread-safe: calls
 * of others go on meanwhile. If several notice at the same time, one does it for all: a connection has one conversation at a
 * time, and the server would take the commands of two for those of one.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#reauthentication">Authentication
 *     specification: Reauthentication</a>
 */
final class Reauthentication {
    private final MessageChannel channel;
    private final ConnectionDescription server;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /** The one that was successful last. */
    @GuardedBy("lock")
    private Authentication last;

    /** How many were successful. */
    @GuardedBy("lock")
    private long times;

    @GuardedBy("lock")
    private boolean underWay;

    Reauthentication(Authentication first, MessageChannel channel, ConnectionDescription server, Clock clock) {
        this.last = first;
        this.channel = channel;
        this.server = server;
        this.clock = clock;
    }

    /**
     * Does it, or waits for who is doing it; without a handshake. If it fails, the connection has ended, and errors are those of the
     * opening of a connection.
     */
    void perform(Deadline deadline) {
        if (isMyTurn(deadline)) {
            prove(deadline);
        }
    }

    /** Waits for who is doing it; false if it was done meanwhile. */
    private boolean isMyTurn(Deadline deadline) {
        lock.lock();
        try {
            long before = times;
            while (underWay) {
                if (deadline.isExpired()) {
                    throw new MongoOperationTimeoutException(
                            "timed out after " + deadline.budget().toMillis() + " ms, while another call on "
                                    + channel.name() + " proved its user anew",
                            ErrorContext.unsent(server.server()),
                            null);
                }
                var unused = clock.awaitNanos(lock, ended, deadline.remainingNanos());
            }
            underWay = times == before;
            return underWay;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException(
                    "interrupted while another call on " + channel.name() + " proved its user anew",
                    ErrorContext.unsent(server.server()),
                    e);
        } finally {
            lock.unlock();
        }
    }

    private void prove(Deadline deadline) {
        Authentication proved = null;
        try (Authentication again = last().again(deadline)) {
            again.complete(server, null);
            proved = again;
        } finally {
            if (proved == null) {
                channel.abort("its user could not be authenticated anew");
            }
            end(proved);
        }
    }

    private Authentication last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the caller's turn; null if the user was not proved. */
    private void end(@Nullable Authentication proved) {
        lock.lock();
        try {
            underWay = false;
            if (proved != null) {
                times++;
                last = proved;
            }
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
