package io.github.mooring.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server cursors that one session, or one managed connection, has open; thread-safe. Whoever ends the one ends the
 * other, so that nothing is left behind at the server.
 */
public final class CursorRegistry {
    private final Set<BatchCursor<?>> open = ConcurrentHashMap.newKeySet();
    /** Only ever goes from false to true. */
    private volatile boolean ended;

    /** Remembers a cursor that the server keeps for us; one that comes too late for {@link #closeAll} ends at once. */
    void add(BatchCursor<?> cursor) {
        open.add(cursor);
        if (ended) {
            cursor.close();
        }
    }

    /** Forgets a cursor that has ended. */
    void remove(BatchCursor<?> cursor) {
        open.remove(cursor);
    }

    /** How many cursors the server keeps for us. */
    public int size() {
        return open.size();
    }

    /**
     * Ends all cursors here and at the server, and those that are opened from now on; never throws for a server that
     * cannot be reached. It is not asked again once it could not: each attempt may take as long as an operation.
     */
    public void closeAll() {
        ended = true;
        boolean reachable = true;
        for (BatchCursor<?> cursor : open) {
            reachable &= cursor.end(reachable);
        }
    }
}
