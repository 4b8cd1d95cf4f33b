package io.github.mooring.pool;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes fake resources, counts them, and does on the way what a test has told it to; thread-safe. */
final class FakeFactory implements ResourceFactory<FakeResource> {
    final AtomicInteger creations = new AtomicInteger();
    final AtomicInteger alive = new AtomicInteger();
    final AtomicInteger mostAlive = new AtomicInteger();
    final AtomicInteger peeks = new AtomicInteger();
    /** The token of the last creation that began. */
    volatile Cancellation creation = Cancellation.none();

    final List<Integer> destroyed = new CopyOnWriteArrayList<>();
    /** Set by tests, also while others run. */
    volatile Consumer<Deadline> whileCreating = deadline -> {};

    volatile Consumer<FakeResource> whileDestroying = resource -> {};
    volatile Consumer<FakeResource> whileJudging = resource -> {};
    /** When it has looked whether a resource is busy, and has yet to say so. */
    volatile Consumer<FakeResource> whileAsked = resource -> {};

    volatile Consumer<FakeResource> whileDiagnosing = resource -> {};
    /** What the next resources belong to. */
    volatile @Nullable Object group;

    volatile Runnable beforeJoining = () -> {};
    /** The last that was begun. */
    private volatile @Nullable Newcomer<FakeResource> newcomer;

    @Override
    public FakeResource create(Newcomer<FakeResource> begun) {
        newcomer = begun;
        beforeJoining.run();
        Object joined = group;
        if (joined != null) {
            begun.join(joined);
        }
        return create(begun.deadline(), begun.cancellation());
    }

    /** Has the last one that was begun join. */
    void join(Object joined) {
        Objects.requireNonNull(newcomer).join(joined);
    }

    /** Of the last one that was begun. */
    @Nullable
    Membership membership() {
        return Objects.requireNonNull(newcomer).membership();
    }

    @Override
    public FakeResource create(Deadline deadline) {
        int id = creations.incrementAndGet();
        mostAlive.accumulateAndGet(alive.incrementAndGet(), Math::max);
        boolean made = false;
        try {
            whileCreating.accept(deadline);
            made = true;
            return new FakeResource(id);
        } finally {
            if (!made) {
                alive.decrementAndGet();
            }
        }
    }

    @Override
    public void destroy(FakeResource resource) {
        if (resource.destroyed) {
            throw new AssertionError(resource + " destroyed twice");
        }
        resource.destroyed = true;
        destroyed.add(resource.id);
        try {
            whileDestroying.accept(resource);
        } finally {
            alive.decrementAndGet();
        }
    }

    @Override
    public boolean isUsable(FakeResource resource) {
        whileJudging.accept(resource);
        return resource.usable;
    }

    @Override
    public boolean isBusy(FakeResource resource) {
        boolean busy = resource.busy;
        whileAsked.accept(resource);
        return busy;
    }

    @Override
    public FakeResource create(Deadline deadline, Cancellation cancellation) {
        creation = cancellation;
        return create(deadline);
    }

    @Override
    public boolean isAlive(FakeResource resource) {
        peeks.incrementAndGet();
        return resource.alive;
    }

    @Override
    public @Nullable Throwable failureOf(FakeResource resource) {
        whileDiagnosing.accept(resource);
        return resource.failure;
    }

    @Override
    public void interrupt(FakeResource resource) {
        resource.interrupted = true;
    }
}
