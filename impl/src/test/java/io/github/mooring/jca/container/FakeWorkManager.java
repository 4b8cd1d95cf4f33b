package io.github.mooring.jca.container;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A work manager that runs, refuses, holds back, or changes its mind, as told; thread-safe. {@code doWork} and
 * {@code startWork}, which block their caller, are refused always: an adapter that used them in {@code start} would hang.
 */
public final class FakeWorkManager implements WorkManager, AutoCloseable {
    /** What happens to works that are handed in. */
    public enum Mood {
        /** Each runs at once on a thread of its own. */
        RUN,
        /** Each is refused with {@link WorkRejectedException}. */
        REJECT,
        /** Each is taken and then refused through its listener. */
        REJECT_LATER,
        /** Each is refused both ways, and then run all the same. */
        CONTRADICT,
        /** Each is kept until {@link #runHeld()}. */
        HOLD
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "container-work");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<Work> held = new ConcurrentLinkedQueue<>();
    private final List<Work> handedIn = new CopyOnWriteArrayList<>();
    private final AtomicInteger active = new AtomicInteger();
    private volatile Mood mood = Mood.RUN;
    private volatile boolean releasing;

    /** What happens to works from now on. */
    public void setMood(Mood mood) {
        this.mood = mood;
    }

    /** Whether each work hears {@code release} before, while and after it runs. */
    public void setReleasing(boolean releasing) {
        this.releasing = releasing;
    }

    /** Everything that was handed in, refused works included. */
    public List<Work> handedIn() {
        return List.copyOf(handedIn);
    }

    /** How many works are running. */
    public int active() {
        return active.get();
    }

    /** Lets those go that were held back. */
    public void runHeld() {
        for (Work work = held.poll(); work != null; work = held.poll()) {
            start(work);
        }
    }

    @Override
    public void scheduleWork(Work work) throws WorkException {
        scheduleWork(work, INDEFINITE, null, null);
    }

    @Override
    public void scheduleWork(
            Work work, long startTimeout, @Nullable ExecutionContext context, @Nullable WorkListener listener)
            throws WorkException {
        handedIn.add(work);
        switch (mood) {
            case RUN -> start(work);
            case HOLD -> held.add(work);
            case REJECT -> throw new WorkRejectedException("the pool is saturated");
            case REJECT_LATER -> tellRejected(work, listener);
            case CONTRADICT -> {
                tellRejected(work, listener);
                start(work);
                throw new WorkRejectedException("the pool is saturated");
            }
            default -> throw new AssertionError(mood);
        }
    }

    private void tellRejected(Work work, @Nullable WorkListener listener) {
        if (listener != null) {
            WorkRejectedException reason = new WorkRejectedException("the pool is saturated after all");
            listener.workRejected(new WorkEvent(this, WorkEvent.WORK_REJECTED, work, reason));
        }
    }

    private void start(Work work) {
        boolean pestering = releasing;
        threads.execute(() -> {
            active.incrementAndGet();
            try {
                if (pestering) {
                    work.release();
                    threads.execute(work::release);
                }
                work.run();
            } finally {
                active.decrementAndGet();
                if (pestering) {
                    work.release();
                    work.release();
                }
            }
        });
    }

    @Override
    public void doWork(Work work) throws WorkException {
        throw new WorkException("doWork would block until the work has ended");
    }

    @Override
    public void doWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener)
            throws WorkException {
        doWork(work);
    }

    @Override
    public long startWork(Work work) throws WorkException {
        throw new WorkException("startWork would block until the work has begun");
    }

    @Override
    public long startWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener)
            throws WorkException {
        return startWork(work);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        boolean ended = false;
        try {
            ended = threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            throw new AssertionError("works go on after the container has ended");
        }
    }
}
