package io.github.mooring.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server cursors that one session, or one managed connection, has open; thread-safe. Whoever ends the one ends the
 * other, so that nothing is left behind at the server.
 */
public final class CursorRegistry {
    private final Set<BatchCursor<?>> open = ConcurrentHashMap.newKeySet();

    /** Remembers a cursor that the server keeps for us. */
    void add(BatchCursor<?> cursor) {
        open.add(cursor);
    }

    /** Forgets a cursor that has ended. */
    void remove(BatchCursor<?> cursor) {
        open.remove(cursor);
    }

    /** How many cursors the server keeps for us. */
    public int size() {
        return open.size();
    }

    /** Ends all cursors here and at the server; never throws for a server that cannot be reached. */
    public void closeAll() {
        for (BatchCursor<?> cursor : open) {
            cursor.close();
        }
    }
}
