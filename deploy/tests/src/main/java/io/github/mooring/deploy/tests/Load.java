package io.github.mooring.deploy.tests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Callers that go on whatever the server answers, or whether it does, unless they are told to pause. */
final class Load implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long PAUSE_MILLIS = 20;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final HttpRequest request;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean paused;
    /** Written by the callers in no order, for who wants to know what it looks like. */
    private volatile String last = "nothing yet";

    private final List<Thread> callers = new ArrayList<>();

    Load(URI address, int callers) {
        this.request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
        for (int i = 0; i < callers; i++) {
            Thread caller = new Thread(this::call, "load-" + i);
            caller.setDaemon(true);
            caller.start();
            this.callers.add(caller);
        }
    }

    private void call() {
        try {
            do {
                if (!paused) {
                    (succeeds() ? answered : failed).incrementAndGet();
                }
            } while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean succeeds() throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            last = answer.statusCode() + " " + answer.body();
            return answer.statusCode() == 200 && answer.body().equals("true");
        } catch (IOException e) {
            last = e.toString();
            return false;
        }
    }

    /** Requests that were answered with what was written. */
    long answered() {
        return answered.get();
    }

    /** Requests that were answered otherwise, or not at all. */
    long failed() {
        return failed.get();
    }

    /** What one of the last requests came to. */
    String last() {
        return last;
    }

    /** No request begins any more until {@link #resume}; those under way go on. */
    void pause() {
        paused = true;
    }

    /** Ends a pause. */
    void resume() {
        paused = false;
    }

    /** Waits until so many more requests have been answered. */
    boolean await(long more, Duration atMost) throws InterruptedException {
        long goal = answered() + more;
        long end = System.nanoTime() + atMost.toNanos();
        while (answered() < goal && System.nanoTime() - end < 0) {
            if (stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return answered() >= goal;
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            for (Thread caller : callers) {
                caller.join(TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
