package io.github.mooring.jta;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.jca.core.workmanager.WorkManagerImpl;

/** The container's threads for works, and IronJacamar's work managers on them; thread-safe. */
final class WorkThreads {
    /** As WildFly's default has it at least; works wait in a queue when all are busy. */
    private static final int THREADS = 8;

    static final String NAME = "container-work-";

    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);

    WorkThreads() {
        // a thread that is made on behalf of an adapter would keep the adapter's class loader
        executor.prestartAllCoreThreads();
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, NAME + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    WorkManagerImpl workManager(String name) {
        WorkManagerImpl manager = new WorkManagerImpl();
        manager.setName(name);
        manager.setShortRunningThreadPool(executor);
        manager.setLongRunningThreadPool(executor);
        manager.setSecurityIntegration(new Nobody());
        return manager;
    }

    /** How many works have come to an end. */
    long completed() {
        return executor.getCompletedTaskCount();
    }

    /** How many works run at this moment. */
    int busy() {
        return executor.getActiveCount();
    }

    /** Ends them; none may still have a work. */
    void end(Duration atMost) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("works that did not end: " + executor);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted before all works had ended", e);
        }
    }
}
