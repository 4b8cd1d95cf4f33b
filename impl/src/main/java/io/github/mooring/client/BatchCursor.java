package io.github.mooring.client;

import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoCursorNotFoundException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoServerException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.operation.CursorBatch;
import io.github.mooring.operation.CursorCommand;
import io.github.mooring.operation.GetMore;
import io.github.mooring.operation.KillCursors;
import io.github.mooring.operation.ReadOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.codecs.Decoder;
import org.jspecify.annotations.Nullable;

/**
 * A cursor of the server's, read batch by batch. One thread reads; any thread may close.
 *
 * <p>An empty batch is not the end: the server may send one while it goes on looking. The end is a cursor id of 0, or
 * the caller's limit. A failure is not the end either: once a batch was asked for and has not come, or cannot be decoded,
 * the server's cursor has moved past it, and to ask again would leave it out without a word. So the cursor stays failed.
 *
 * <p>Behind a load balancer it keeps the connection on which it was opened, as long as the server keeps the cursor, and a cursor
 * that has failed until it is closed.
 */
final class BatchCursor<T> implements MongoCursor<T>, Belongings.Item {
    private static final Logger LOG = System.getLogger(BatchCursor.class.getName());

    private final CommandScope session;
    private final Decoder<T> decoder;
    private final String databaseName;
    private final String collectionName;
    private final ServerAddress server;
    /** What each round trip is told. */
    private final ReadOptions options;

    private final ClosedMark closed = new ClosedMark("cursor");
    /** What it was opened by, and belongs to. */
    private final CursorConnection origin;
    /** What it keeps; null if any connection will do. */
    private final @Nullable CursorConnection connection;
    /** The server's number for the cursor; whoever sets it to 0 has to see to its end, and only once. */
    private final AtomicLong cursorId;
    /** Confined to the reading thread. */
    private List<T> batch = List.of();
    /** Index of the next document in {@link #batch}; confined to the reading thread. */
    private int next;
    /** How many documents may still be handed out; confined to the reading thread. */
    private long left;
    /** What the cursor cannot go on after; confined to the reading thread. */
    private @Nullable MongoException failure;
    /** Whether the server has no cursor any more; confined to the reading thread. */
    private boolean exhausted;

    private BatchCursor(
            CommandScope session,
            CursorConnection connection,
            CursorBatch<T> first,
            Decoder<T> decoder,
            ReadOptions options,
            long limit) {
        this.session = session;
        this.origin = connection;
        this.connection = connection.isKept() ? connection : null;
        this.decoder = decoder;
        this.databaseName = first.databaseName();
        this.collectionName = first.collection();
        this.server = first.server();
        this.options = options;
        this.left = limit == 0 ? Long.MAX_VALUE : limit;
        this.cursorId = new AtomicLong(first.cursorId());
    }

    /**
     * Asks the server.
     *
     * @param options those of the command
     * @param limit   how many documents at most, 0 is all
     */
    static <T> BatchCursor<T> open(CommandScope session, CursorCommand<T> command, ReadOptions options, long limit) {
        CursorConnection connection = new CursorConnection();
        CursorBatch<T> first = session.execute(command, connection);
        BatchCursor<T> cursor = new BatchCursor<>(session, connection, first, command.decoder(), options, limit);
        if (first.cursorId() != 0) {
            session.belongings().add(cursor);
        }
        boolean whole = false;
        try {
            cursor.batch = first.documents();
            whole = true;
            return cursor;
        } finally {
            if (!whole) {
                cursor.close();
            }
        }
    }

    @Override
    public boolean hasNext() {
        checkUsable();
        long id = cursorId.get();
        while (left > 0 && next == batch.size() && id != 0) {
            fetch(id);
            id = cursorId.get();
        }
        if (left == 0) {
            killServerCursor();
        }
        return left > 0 && next < batch.size();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the cursor on " + databaseName + "." + collectionName + " is at its end");
        }
        left--;
        return batch.get(next++);
    }

    @Override
    public int available() {
        return closed.isClosed() ? 0 : (int) Math.min(left, batch.size() - (long) next);
    }

    @Override
    public ServerAddress serverAddress() {
        return server;
    }

    @Override
    public void close() {
        var unused = end(true);
    }

    /**
     * Ends it.
     *
     * @param tellServer whether to kill the server's cursor, or to leave it to the server's own time-out
     * @return whether the server, if it had to be told, could be told
     */
    @Override
    public boolean end(boolean tellServer) {
        if (!closed.close()) {
            return true;
        }
        return tellServer ? killServerCursor() : leaveServerCursor();
    }

    private void checkUsable() {
        session.checkOpen();
        closed.check();
        if (failure != null) {
            throw failure;
        }
    }

    private void fetch(long id) {
        if (connection == null) {
            read(id);
        } else if (connection.begin()) {
            try {
                read(id);
            } finally {
                if (connection.end()) {
                    var unused = letGo(connection, id, !exhausted);
                }
            }
        } else {
            checkUsable(); // whoever ended it has closed it before
        }
    }

    private void read(long id) {
        try {
            var getMore = new GetMore<>(
                    server, id, databaseName, collectionName, nextBatchSize(), options.comment(), decoder);
            CursorBatch<T> more = session.execute(getMore, origin);
            if (more.cursorId() == 0) {
                endOfServerCursor();
            }
            batch = more.documents();
            next = 0;
        } catch (MongoException e) {
            checkUsable(); // whoever closed it meanwhile has led to this error, and is the better news
            if (e instanceof MongoCursorNotFoundException) {
                endOfServerCursor();
            }
            failure = e.bytesSent() ? e : null;
            throw e;
        }
        checkUsable();
    }

    /** Never more than the caller wants, and never so few that a single document costs a round trip for nothing. */
    private int nextBatchSize() {
        int batchSize = options.batchSize();
        if (left == Long.MAX_VALUE) {
            return batchSize;
        }
        long wanted = batchSize == 0 ? left : Math.min(left, batchSize);
        return (int) Math.min(wanted, Integer.MAX_VALUE);
    }

    /** The number of the server's cursor, for the one caller that may see to its end; 0 for all others. */
    private long forgetServerCursor() {
        long id = cursorId.getAndSet(0);
        if (id != 0) {
            session.belongings().remove(this);
        }
        return id;
    }

    /** The server has ended it; who reads sees to the connection. */
    private void endOfServerCursor() {
        exhausted = true;
        if (forgetServerCursor() != 0 && connection != null) {
            var unused = connection.retire(); // this thread is reading, so it hears of it when it ends that
        }
    }

    /** Whether the server, if it had to be told, could be told. */
    private boolean killServerCursor() {
        long id = forgetServerCursor();
        if (id == 0) {
            return true;
        }
        if (connection == null) {
            return kill(id);
        }
        return !connection.retire() || letGo(connection, id, true);
    }

    /** Leaves it to the server's own time-out; whether there was nothing to leave. */
    private boolean leaveServerCursor() {
        long id = forgetServerCursor();
        if (id != 0 && connection != null && connection.retire()) {
            connection.giveBack();
        }
        return id == 0;
    }

    /** Gives the connection back, and before that has the cursor killed over it, if there is one and anything can be sent. */
    private boolean letGo(CursorConnection kept, long id, boolean tellServer) {
        try {
            return !tellServer || !kept.isUsable() || kill(id);
        } finally {
            kept.giveBack();
        }
    }

    private boolean kill(long id) {
        var command = new KillCursors(server, databaseName, collectionName, id);
        try {
            var unused =
                    connection == null ? session.executeAlways(command) : session.executeAlways(command, connection);
            return true;
        } catch (MongoException e) {
            LOG.log(
                    Level.DEBUG,
                    "the cursor on {0}.{1} is left to the server''s own time-out: {2}",
                    databaseName,
                    collectionName,
                    e.getMessage());
            return e instanceof MongoServerException;
        }
    }
}
