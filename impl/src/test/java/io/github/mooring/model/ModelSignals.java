package io.github.mooring.model;

import java.util.ArrayDeque;
import java.util.Queue;

/** The conditions of a {@link ModelLock}. */
final class ModelSignals implements ModelCondition {
    private final ModelLock lock;
    private final Queue<Wait> waits = new ArrayDeque<>();

    ModelSignals(ModelLock lock) {
        this.lock = lock;
    }

    @Override
    public void await() throws InterruptedException {
        long unused = awaitNanos(Long.MAX_VALUE);
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        Scheduler scheduler = Model.scheduler();
        if (scheduler == null) {
            throw new IllegalStateException("a wait outside of the scenario's threads would never end");
        }
        if (Model.interrupted()) {
            throw new InterruptedException();
        }
        Wait wait = new Wait();
        waits.add(wait);
        int held = lock.giveUp();
        long start = Model.nanoTime();
        Worker here = scheduler.here();
        try {
            scheduler.await("await", () -> (wait.signalled || here.interrupted), nanos);
            scheduler.await("lock after await", lock::isFree);
        } finally {
            waits.remove(wait);
            lock.takeAgain(held);
        }
        if (!wait.signalled && Model.interrupted()) {
            throw new InterruptedException();
        }
        return nanos - (Model.nanoTime() - start);
    }

    @Override
    public void signal() {
        Wait first = waits.poll();
        if (first != null) {
            first.signalled = true;
        }
    }

    @Override
    public void signalAll() {
        waits.forEach(wait -> wait.signalled = true);
        waits.clear();
    }

    private static final class Wait {
        private boolean signalled;
    }
}
