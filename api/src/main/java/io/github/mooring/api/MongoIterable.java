package io.github.mooring.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A question that can be asked as often as one likes; immutable and thread-safe. The server is asked by {@link #cursor()},
 * {@link #first()}, {@link #toList()} and {@link #forEach}, and not before.
 *
 * @param <T> the class of the results
 */
public interface MongoIterable<T> {
    /**
     * Asks the server.
     *
     * @return a cursor on the results; close it, unless it was read to its end
     */
    MongoCursor<T> cursor();

    /**
     * Asks the server for one result.
     *
     * @return the first, null if there is none
     */
    @Nullable
    T first();

    /** This question with another number of documents per round trip; 0 leaves it to the server. */
    MongoIterable<T> batchSize(int batchSize);

    /** Asks the server and reads all results into memory, in order. */
    default List<T> toList() {
        List<T> all = new ArrayList<>();
        forEach(all::add);
        return all;
    }

    /** Asks the server and hands each result to {@code action}, in order; what it throws ends the reading. */
    default void forEach(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        try (MongoCursor<T> cursor = cursor()) {
            while (cursor.hasNext()) {
                action.accept(cursor.next());
            }
        }
    }
}
