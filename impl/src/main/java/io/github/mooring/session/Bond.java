package io.github.mooring.session;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * What a session has seen, as far as it binds its next operation; thread-safe. It stands for the sockets that a session
 * of mgo kept: sessions that share what they have seen hold the same bond, and to refresh is to take a new one.
 */
public final class Bond {
    private static final AtomicReferenceFieldUpdater<Bond, @Nullable ServerAddress> POSITION =
            AtomicReferenceFieldUpdater.newUpdater(Bond.class, ServerAddress.class, "position");

    private static final AtomicReferenceFieldUpdater<Bond, @Nullable BsonTimestamp> OPERATION_TIME =
            AtomicReferenceFieldUpdater.newUpdater(Bond.class, BsonTimestamp.class, "operationTime");

    /** Only ever goes from false to true. */
    private volatile boolean atPrimary;
    /** The server that answered last in monotonic mode; null if there was none, or it was lost. */
    private volatile @Nullable ServerAddress position;
    /** Of the latest operation of a causally consistent session; null if there was none. */
    private volatile @Nullable BsonTimestamp operationTime;
    /** What strict recovery repeats; set by the first failure. */
    private volatile @Nullable MongoException failure;

    /** Nothing seen. */
    public Bond() {}

    /** Whether the primary has been used, by a write or by a read that had to go there. */
    public boolean isAtPrimary() {
        return atPrimary;
    }

    /** Notes that the primary is used; even if that fails, a write may have been carried out all the same. */
    public void usePrimary() {
        if (!atPrimary) {
            atPrimary = true;
        }
    }

    /** Notes which server has answered a session of that mode; only a monotonic one has a position. */
    public void answered(Mode mode, ServerAddress server) {
        if (mode == Mode.MONOTONIC && !server.equals(position)) {
            position = server;
        }
    }

    /** The server that has answered last in monotonic mode; null if there was none, or it was lost. */
    public @Nullable ServerAddress position() {
        return position;
    }

    /** Lets go of a position at a server that does not answer any more; true for the one caller that has lost it. */
    public boolean losePosition(ServerAddress server) {
        ServerAddress held = position;
        return server.equals(held) && POSITION.compareAndSet(this, held, null);
    }

    /** When the latest operation of a causally consistent session was, by the deployment's clock; null if there was none. */
    public @Nullable BsonTimestamp operationTime() {
        return operationTime;
    }

    /** Notes when an operation was; an earlier time than the latest changes nothing. */
    public void seen(BsonTimestamp time) {
        BsonTimestamp known = operationTime;
        while (known == null || time.compareTo(known) > 0) {
            if (OPERATION_TIME.compareAndSet(this, known, time)) {
                return;
            }
            known = operationTime;
        }
    }

    /** What every operation has to fail with; null if there is nothing. */
    public @Nullable MongoException failure() {
        return failure;
    }

    /** Has every operation fail with this from now on. Of two that race the later one is kept, which is as good. */
    public void fail(MongoException e) {
        failure = e;
    }
}
