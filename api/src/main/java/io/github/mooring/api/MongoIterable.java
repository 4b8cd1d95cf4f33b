package io.github.mooring.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A question that can be asked as often as one likes; immutable and thread-safe. The server is asked by {@link #cursor()},
 * {@link #first()}, {@link #toList()} and {@link #forEach}, and not before; each of them asks anew. All four throw
 * {@link MongoException} as {@link MongoCollection} says, and so may each step of a cursor.
 *
 * <p>It is no {@link Iterable} on purpose: a for loop that is left early could not close the server's cursor.
 *
 * @param <T> the class of the results
 */
public interface MongoIterable<T> {
    /**
     * Asks the server.
     *
     * @return a cursor on the results, which holds the first batch; close it unless it was read to its end, or the server
     *     keeps its side for ten minutes. It ends with the session
     */
    MongoCursor<T> cursor();

    /**
     * Asks the server for one result and leaves no cursor behind.
     *
     * @return the first, null if there is none
     */
    @Nullable
    T first();

    /**
     * This question with another number of documents per round trip. The number of results is not affected.
     *
     * @param batchSize 0, the default, leaves it to the server (101 documents first, then up to 16 MiB)
     * @throws IllegalArgumentException if it is negative
     */
    MongoIterable<T> batchSize(int batchSize);

    /**
     * Asks the server and reads all results into memory, in order.
     *
     * @return a list of the caller's own; empty if there is no result
     */
    default List<T> toList() {
        List<T> all = new ArrayList<>();
        forEach(all::add);
        return all;
    }

    /**
     * Asks the server and hands each result to {@code action}, in order, one batch in memory at a time. Whatever ends the
     * reading, the cursor is closed.
     *
     * @param action runs on the caller's thread; what it throws ends the reading and reaches the caller
     */
    default void forEach(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        try (MongoCursor<T> cursor = cursor()) {
            while (cursor.hasNext()) {
                action.accept(cursor.next());
            }
        }
    }
}
