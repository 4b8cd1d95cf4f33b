package io.github.mooring.client;

import io.github.mooring.time.Cancellation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What ends with a session: its waits, its server cursors, its requests; thread-safe. Nothing of a session must be left
 * behind at the server or in a pool. Most sessions have neither cursor nor request, so the set is made by the first.
 */
final class Belongings {
    /** Something that ends with the session. */
    interface Item {
        /**
         * Ends it; never throws for a server that cannot be reached.
         *
         * @param tellServer whether to tell the server, or to leave it to the server's own time-out
         * @return whether the server, if it had to be told, could be told
         */
        boolean end(boolean tellServer);
    }

    private final Cancellation cancellation = new Cancellation();
    /** Set once, by the first item. */
    private final AtomicReference<@Nullable Set<Item>> items = new AtomicReference<>();
    /** Only ever goes from false to true. */
    private volatile boolean ended;

    /** Ends the waits of the session's operations. */
    Cancellation cancellation() {
        return cancellation;
    }

    /** Remembers an item; one that comes too late for {@link #end} ends at once. */
    void add(Item item) {
        made().add(item);
        if (ended) {
            var unused = item.end(true);
        }
    }

    private Set<Item> made() {
        Set<Item> known = items.get();
        if (known != null) {
            return known;
        }
        Set<Item> fresh = ConcurrentHashMap.newKeySet();
        Set<Item> earlier = items.compareAndExchange(null, fresh);
        return earlier == null ? fresh : earlier;
    }

    /** Forgets an item that has ended. */
    void remove(Item item) {
        Set<Item> known = items.get();
        if (known != null) {
            known.remove(item);
        }
    }

    /** Whether there is anything that the server has to be told of. */
    boolean isEmpty() {
        Set<Item> known = items.get();
        return known == null || known.isEmpty();
    }

    /**
     * Ends all items here and at the server, and those that come from now on; never throws for a server that cannot be
     * reached. It is not asked again once it could not: each attempt may take as long as an operation. Idempotent.
     */
    void end() {
        ended = true;
        cancellation.cancel();
        Set<Item> known = items.get();
        if (known == null) {
            return;
        }
        boolean reachable = true;
        for (Item item : known) {
            reachable &= item.end(reachable);
        }
    }
}
