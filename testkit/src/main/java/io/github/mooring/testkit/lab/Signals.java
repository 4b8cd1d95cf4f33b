package io.github.mooring.testkit.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What was decided under a lock and is told after it. Confined to one thread. */
final class Signals {
    private final List<Runnable> due = new ArrayList<>();

    <T> void add(CompletableFuture<T> waiting, T news) {
        due.add(() -> waiting.complete(news));
    }

    void add(CompletableFuture<Void> waiting) {
        due.add(() -> waiting.complete(null));
    }

    void send() {
        due.forEach(Runnable::run);
    }
}
