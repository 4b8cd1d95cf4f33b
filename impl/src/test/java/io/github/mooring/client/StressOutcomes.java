package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What has come of the calls of a stress run; thread-safe. */
final class StressOutcomes {
    static final String ANSWERED = "answered";

    private final LongAdder begun = new LongAdder();
    private final Map<String, LongAdder> ended = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Makes a call and counts how it ends; an error that is not one of the library's goes on.
     *
     * @return null if it was answered
     */
    @Nullable
    MongoException count(Runnable call) {
        begun.increment();
        try {
            call.run();
            count(ANSWERED);
            return null;
        } catch (MongoException e) {
            count(e.getClass().getSimpleName());
            return e;
        }
    }

    private void count(String outcome) {
        ended.computeIfAbsent(outcome, o -> new LongAdder()).increment();
    }

    /** Notes what must not happen; the first counts. */
    void fail(Throwable e) {
        failure.compareAndSet(null, e);
    }

    @Nullable
    Throwable failure() {
        return failure.get();
    }

    long begun() {
        return begun.sum();
    }

    /** How many calls ended in which way. */
    Map<String, Long> ended() {
        Map<String, Long> sums = new TreeMap<>();
        ended.forEach((outcome, count) -> sums.put(outcome, count.sum()));
        return sums;
    }
}
