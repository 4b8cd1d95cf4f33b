package io.github.mooring.testkit.container;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A work manager that runs, refuses, holds back, or changes its mind, as told; thread-safe. While an adapter starts or
 * stops, {@code doWork} and {@code startWork}, which block their caller, are refused: a container may have no thread
 * for the work until the adapter has started, and would wait for ever.
 */
public final class FakeWorkManager implements WorkManager, AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

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
        HOLD,
        /** One after the other what {@link #RUN}, {@link #REJECT}, {@link #RUN}, {@link #REJECT_LATER} and
         * {@link #CONTRADICT} are. */
        UNRELIABLE
    }

    private static final Mood[] UNRELIABLE_TURNS = {Mood.RUN, Mood.REJECT, Mood.RUN, Mood.REJECT_LATER, Mood.CONTRADICT
    };

    private final boolean withoutLoader;
    private final boolean shuffling;
    private final ExecutorService threads = Executors.newCachedThreadPool(this::thread);
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final List<Work> handedIn = new CopyOnWriteArrayList<>();
    private final FaultLog faults = new FaultLog();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile Mood mood;
    private volatile boolean releasing;
    private volatile boolean blockingRefused;

    /** One that runs everything. */
    public FakeWorkManager() {
        this(Set.of());
    }

    /** One of the kind that traits say. */
    public FakeWorkManager(Set<Trait> traits) {
        withoutLoader = traits.contains(Trait.NO_CONTEXT_LOADER);
        shuffling = traits.contains(Trait.SHUFFLES_WORK_EVENTS);
        releasing = traits.contains(Trait.RELEASES_EVERY_WORK);
        mood = traits.contains(Trait.UNRELIABLE_WORKS) ? Mood.UNRELIABLE : Mood.RUN;
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "container-work");
        thread.setDaemon(true);
        if (withoutLoader) {
            thread.setContextClassLoader(null);
        }
        return thread;
    }

    /** What happens to works from now on. */
    public void setMood(Mood mood) {
        this.mood = mood;
    }

    /** Whether each work hears {@code release} before, while and after it runs. */
    public void setReleasing(boolean releasing) {
        this.releasing = releasing;
    }

    /** Whether {@code doWork} and {@code startWork} are refused, and count as faults. */
    void setBlockingRefused(boolean blockingRefused) {
        this.blockingRefused = blockingRefused;
    }

    /** What a container would have logged as an adapter's fault. */
    public List<String> warnings() {
        return faults.all();
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
        for (Runnable work = held.poll(); work != null; work = held.poll()) {
            work.run();
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
        Submission submission = new Submission(work, listener);
        Mood now = mood;
        if (now == Mood.UNRELIABLE) {
            now = UNRELIABLE_TURNS[turns.getAndIncrement() % UNRELIABLE_TURNS.length];
        }
        switch (now) {
            case RUN -> submission.start();
            case HOLD -> held.add(submission::start);
            case REJECT -> throw new WorkRejectedException("the pool is saturated");
            case REJECT_LATER -> submission.tellRejected();
            case CONTRADICT -> {
                submission.tellRejected();
                submission.start();
                throw new WorkRejectedException("the pool is saturated");
            }
            default -> throw new AssertionError(mood);
        }
    }

    @Override
    public void doWork(Work work) throws WorkException {
        doWork(work, INDEFINITE, null, null);
    }

    @Override
    public void doWork(
            Work work, long startTimeout, @Nullable ExecutionContext context, @Nullable WorkListener listener)
            throws WorkException {
        checkBlocking("doWork");
        handedIn.add(work);
        Submission submission = new Submission(work, listener);
        submission.start();
        submission.await(submission.ended);
    }

    @Override
    public long startWork(Work work) throws WorkException {
        return startWork(work, INDEFINITE, null, null);
    }

    @Override
    public long startWork(
            Work work, long startTimeout, @Nullable ExecutionContext context, @Nullable WorkListener listener)
            throws WorkException {
        checkBlocking("startWork");
        handedIn.add(work);
        Submission submission = new Submission(work, listener);
        submission.start();
        submission.await(submission.started);
        return UNKNOWN;
    }

    private void checkBlocking(String call) throws WorkRejectedException {
        if (blockingRefused) {
            faults.add(call + " was called while the adapter started or stopped, where it may wait for ever");
            throw new WorkRejectedException(call + " would block the container");
        }
    }

    /**
     * Ends its threads.
     *
     * @throws AssertionError if works go on for a minute
     */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean ended = false;
        try {
            ended = threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            throw new AssertionError("works go on after the container has ended");
        }
    }

    /** One work that was handed in. */
    private final class Submission {
        private final Work work;
        private final @Nullable WorkListener listener;
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        Submission(Work work, @Nullable WorkListener listener) {
            this.work = work;
            this.listener = listener;
        }

        void tellRejected() {
            if (listener != null) {
                WorkRejectedException reason = new WorkRejectedException("the pool is saturated after all");
                WorkEvent event = new WorkEvent(FakeWorkManager.this, WorkEvent.WORK_REJECTED, work, reason);
                listener.workRejected(event);
                if (shuffling) {
                    listener.workRejected(event);
                }
            }
        }

        void start() {
            boolean pestering = releasing;
            tell(shuffling ? WorkEvent.WORK_COMPLETED : WorkEvent.WORK_ACCEPTED);
            threads.execute(() -> {
                active.incrementAndGet();
                started.countDown();
                tell(WorkEvent.WORK_STARTED);
                try {
                    if (pestering) {
                        work.release();
                        releaseElsewhere();
                    }
                    work.run();
                } finally {
                    active.decrementAndGet();
                    if (pestering) {
                        work.release();
                        work.release();
                    }
                    tell(shuffling ? WorkEvent.WORK_ACCEPTED : WorkEvent.WORK_COMPLETED);
                    ended.countDown();
                }
            });
        }

        private void releaseElsewhere() {
            if (!threads.isShutdown()) {
                threads.execute(work::release);
            }
        }

        private void tell(int id) {
            if (listener == null) {
                return;
            }
            WorkEvent event = new WorkEvent(FakeWorkManager.this, id, work, null);
            switch (id) {
                case WorkEvent.WORK_ACCEPTED -> listener.workAccepted(event);
                case WorkEvent.WORK_STARTED -> listener.workStarted(event);
                default -> listener.workCompleted(event);
            }
        }

        void await(CountDownLatch latch) throws WorkException {
            try {
                if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new WorkException("the work did not come that far within " + PATIENCE_SECONDS + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WorkException("interrupted while waiting for the work", e);
            }
        }
    }
}
