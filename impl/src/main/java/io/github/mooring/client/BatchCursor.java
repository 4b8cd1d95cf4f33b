package io.github.mooring.client;

import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoCursorNotFoundException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.operation.CursorBatch;
import io.github.mooring.operation.CursorCommand;
import io.github.mooring.operation.GetMore;
import io.github.mooring.operation.KillCursors;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.codecs.Decoder;

/**
 * A cursor of the server's, read batch by batch. One thread reads; any thread may close.
 *
 * <p>An empty batch is not the end: the server may send one while it goes on looking. The end is a cursor id of 0, or
 * the caller's limit.
 */
final class BatchCursor<T> implements MongoCursor<T> {
    private static final Logger LOG = System.getLogger(BatchCursor.class.getName());

    private final ClientSession session;
    private final Decoder<T> decoder;
    private final String databaseName;
    private final String collectionName;
    private final ServerAddress server;
    private final int batchSize;
    private final ClosedMark closed = new ClosedMark("cursor");
    /** The server's number for the cursor; whoever sets it to 0 has to see to its end, and only once. */
    private final AtomicLong cursorId;
    /** Confined to the reading thread. */
    private List<T> batch;
    /** Index of the next document in {@link #batch}; confined to the reading thread. */
    private int next;
    /** How many documents may still be handed out; confined to the reading thread. */
    private long left;

    private BatchCursor(ClientSession session, CursorBatch<T> first, Decoder<T> decoder, int batchSize, long limit) {
        this.session = session;
        this.decoder = decoder;
        this.databaseName = first.databaseName();
        this.collectionName = first.collection();
        this.server = first.server();
        this.batchSize = batchSize;
        this.batch = first.documents();
        this.left = limit == 0 ? Long.MAX_VALUE : limit;
        this.cursorId = new AtomicLong(first.cursorId());
    }

    /**
     * Asks the server.
     *
     * @param batchSize how many documents per round trip, 0 leaves it to the server
     * @param limit     how many documents at most, 0 is all
     */
    static <T> BatchCursor<T> open(ClientSession session, CursorCommand<T> command, int batchSize, long limit) {
        BatchCursor<T> cursor =
                new BatchCursor<>(session, session.execute(command), command.decoder(), batchSize, limit);
        if (cursor.cursorId.get() != 0) {
            session.cursors().add(cursor);
        }
        return cursor;
    }

    @Override
    public boolean hasNext() {
        checkOpen();
        while (left > 0 && next == batch.size() && cursorId.get() != 0) {
            fetch();
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
        return (int) Math.min(left, batch.size() - (long) next);
    }

    @Override
    public ServerAddress serverAddress() {
        return server;
    }

    @Override
    public void close() {
        if (closed.close()) {
            killServerCursor();
        }
    }

    private void checkOpen() {
        session.checkOpen();
        closed.check();
    }

    private void fetch() {
        long id = cursorId.get();
        try {
            CursorBatch<T> more =
                    session.execute(new GetMore<>(id, databaseName, collectionName, nextBatchSize(), decoder));
            batch = more.documents();
            next = 0;
            if (more.cursorId() == 0 && cursorId.compareAndSet(id, 0)) {
                session.cursors().remove(this);
            }
        } catch (MongoCursorNotFoundException e) {
            cursorId.set(0);
            session.cursors().remove(this);
            throw e;
        }
    }

    /** Never more than the caller wants, and never so few that a single document costs a round trip for nothing. */
    private int nextBatchSize() {
        if (left == Long.MAX_VALUE) {
            return batchSize;
        }
        long wanted = batchSize == 0 ? left : Math.min(left, batchSize);
        return (int) Math.min(wanted, Integer.MAX_VALUE);
    }

    private void killServerCursor() {
        long id = cursorId.getAndSet(0);
        if (id == 0) {
            return;
        }
        session.cursors().remove(this);
        try {
            session.executeAlways(new KillCursors(databaseName, collectionName, id));
        } catch (MongoException e) {
            LOG.log(
                    Level.DEBUG,
                    "the cursor on {0}.{1} is left to the server''s own time-out: {2}",
                    databaseName,
                    collectionName,
                    e.getMessage());
        }
    }
}
