package io.github.mooring.topology;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * The less busy one of two that are drawn. Everybody's taking the least busy of all would send a herd to whoever has just
 * come back, and cost a look at each of them; a draw alone would keep a slow one as busy as the others.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md#operationcount-based-selection-within-the-latency-window-multi-threaded-or-async">
 *     Server Selection: selection by operationCount</a>
 */
public final class TwoChoices {
    private TwoChoices() {}

    /**
     * Takes one. Allocates nothing.
     *
     * @param candidates at least one
     * @param operations how many operations one of them is working on
     * @param random     a number from 0 to its argument, exclusive, each as likely as the others
     * @throws IllegalArgumentException if there are no candidates
     */
    public static <T> T of(List<T> candidates, ToIntFunction<? super T> operations, IntUnaryOperator random) {
        int count = candidates.size();
        if (count == 0) {
            throw new IllegalArgumentException("no server to choose from");
        }
        if (count == 1) {
            return candidates.get(0);
        }
        int first = random.applyAsInt(count);
        int second = (first + 1 + random.applyAsInt(count - 1)) % count;
        return lessBusy(candidates.get(first), candidates.get(second), operations);
    }

    /** Of two that are as busy as each other the first, which is either of them as often. */
    private static <T> T lessBusy(T first, T second, ToIntFunction<? super T> operations) {
        return operations.applyAsInt(second) < operations.applyAsInt(first) ? second : first;
    }
}
