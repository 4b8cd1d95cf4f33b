package io.github.mooring.bench.failover;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One of those who write all the time, one write after the other; each write has an id of its own. */
final class Caller {
    private final int number;
    private final Writer writer;
    private final Supplier<@Nullable Election> election;
    /** Written by the caller's thread alone. */
    private volatile int begun;
    /** Those of its writes that were not acknowledged, by their order. */
    private final ConcurrentSkipListSet<Integer> failed = new ConcurrentSkipListSet<>();

    Caller(int number, Writer writer, Supplier<@Nullable Election> election) {
        this.number = number;
        this.writer = writer;
        this.election = election;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void write() {
        int order = begun;
        begun = order + 1;
        try {
            writer.countUp(id(order));
        } catch (RuntimeException e) {
            failed.add(order);
            Election now = election.get();
            if (now != null) {
                now.failed(number);
            }
            return;
        }
        Election now = election.get();
        if (now != null) {
            now.succeeded(number);
        }
    }

    private String id(int order) {
        return number + "-" + order;
    }

    /** How many writes it has begun. */
    int begun() {
        return begun;
    }

    /** How many of them were not acknowledged. */
    int failed() {
        return failed.size();
    }

    /** How many acknowledged writes are not among these; asked while it does not write. */
    int missing(Map<String, Integer> stored) {
        return (int) IntStream.range(0, begun)
                .filter(order -> !failed.contains(order))
                .filter(order -> !stored.containsKey(id(order)))
                .count();
    }
}
