package io.github.mooring.model;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.concurrent.locks.ReentrantLock}. Fairness is the schedule's: any of those who wait may be
 * the next.
 */
public final class ModelLock {
    private @Nullable Thread owner;
    private int holds;

    /** As the original. */
    public ModelLock() {}

    /** As the original. */
    public void lock() {
        Scheduler scheduler = Model.scheduler();
        if (scheduler != null && owner != Thread.currentThread()) {
            scheduler.await("lock", () -> owner == null);
        }
        take();
    }

    /** As the original. */
    public void lockInterruptibly() throws InterruptedException {
        Scheduler scheduler = Model.scheduler();
        if (scheduler != null && owner != Thread.currentThread()) {
            scheduler.await("lock", () -> owner == null || scheduler.here().interrupted);
            if (Model.interrupted()) {
                throw new InterruptedException();
            }
        }
        take();
    }

    /** As the original. */
    public boolean tryLock() {
        Model.point("tryLock");
        if (owner != null && owner != Thread.currentThread()) {
            return false;
        }
        take();
        return true;
    }

    /** As the original, with a wait of zero. */
    public boolean tryLock(long time, TimeUnit unit) {
        return tryLock();
    }

    /** As the original. */
    public void unlock() {
        if (owner != Thread.currentThread()) {
            throw new IllegalMonitorStateException("not the owner of the lock");
        }
        if (--holds == 0) {
            owner = null;
        }
    }

    /** As the original. */
    public ModelCondition newCondition() {
        return new ModelSignals(this);
    }

    /** As the original. */
    public boolean isHeldByCurrentThread() {
        return owner == Thread.currentThread();
    }

    /** As the original. */
    public boolean isLocked() {
        return owner != null;
    }

    boolean isFree() {
        return owner == null;
    }

    private void take() {
        owner = Thread.currentThread();
        holds++;
    }

    /** Gives the lock up for a wait, however often it is held. */
    int giveUp() {
        int held = holds;
        holds = 0;
        owner = null;
        return held;
    }

    void takeAgain(int times) {
        owner = Thread.currentThread();
        holds = times;
    }
}
