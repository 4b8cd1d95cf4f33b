package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Threads of one name that do things at the same time. */
public final class Crowd {
    private final int size;
    private final ExecutorService threads;

    /** So many. */
    public Crowd(int size, String threadName) {
        this.size = size;
        this.threads = Executors.newFixedThreadPool(size, task -> new Thread(task, threadName));
    }

    /** Has each do so many things with numbers of its own, from 0 on in all; throws what one of them throws. */
    public void together(int each, IntConsumer step) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int from = i * each;
            running.add(threads.submit(() -> {
                for (int number = from; number < from + each; number++) {
                    step.accept(number);
                }
            }));
        }
        for (Future<?> one : running) {
            one.get(40, TimeUnit.SECONDS);
        }
    }

    /** Ends them, and checks that they have ended. */
    public void end() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }
}
