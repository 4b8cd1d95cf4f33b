package io.github.mooring.jta.ledger;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The resource manager: lines that have been committed, and how many transactions began; thread-safe. */
public final class Ledger {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    /** The lines that last. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** How many transactions have begun. */
    public int begun() {
        return begun.get();
    }

    /** Has the next commit fail, as if the server had refused it. */
    public void refuseTheNextCommit() {
        refusals.incrementAndGet();
    }

    void begin() {
        begun.incrementAndGet();
    }

    /** Whether a commit is to fail, and no longer afterwards. */
    boolean refuses() {
        return refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    void add(List<String> written) {
        lines.addAll(written);
    }
}
