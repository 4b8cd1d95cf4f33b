package io.github.mooring.bench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured at once.
 *
 * @param threads that send requests, each waiting for its answer
 * @param pool    maxPoolSize of the clients
 */
public record Point(int threads, int pool) {
    /**
     * All sensible combinations: for each number of threads the pools that are smaller, and of the others, which all do
     * the same, the smallest.
     */
    public static List<Point> of(List<Integer> threads, List<Integer> pools) {
        List<Point> points = new ArrayList<>();
        for (int count : threads) {
            pools.stream().sorted().filter(pool -> pool < count).forEach(pool -> points.add(new Point(count, pool)));
            pools.stream()
                    .sorted()
                    .filter(pool -> pool >= count)
                    .findFirst()
                    .ifPresent(pool -> points.add(new Point(count, pool)));
        }
        return points;
    }

    /** Such as "16 x 4". */
    @Override
    public String toString() {
        return threads + " x " + pool;
    }
}
