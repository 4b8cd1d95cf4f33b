package io.github.mooring.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ClockTest {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition condition = lock.newCondition();

    @Test
    void theSystemsWaitEndsWhenTheTimeIsUp() throws InterruptedException {
        Clock clock = Clock.system();
        long start = clock.nanoTime();
        long left = 2_000_000;

        lock.lock();
        try {
            while (left > 0) {
                left = clock.awaitNanos(lock, condition, left);
            }
        } finally {
            lock.unlock();
        }

        assertThat(clock.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
    }

    @Test
    void theSystemsWaitEndsWhenItIsSignalled() throws Exception {
        Clock clock = Clock.system();
        Caller<Void> signaller;
        boolean[] said = new boolean[1];

        lock.lock();
        try {
            signaller = Caller.start(() -> {
                lock.lock();
                try {
                    said[0] = true;
                    condition.signal();
                } finally {
                    lock.unlock();
                }
                return null;
            });
            while (!said[0]) {
                assertThat(clock.awaitNanos(lock, condition, Long.MAX_VALUE)).isPositive();
            }
        } finally {
            lock.unlock();
        }

        signaller.result();
    }

    @Test
    void parkOfTheSystemEndsByAnUnparkThatCameBefore() {
        Clock clock = Clock.system();
        clock.unpark(Thread.currentThread());

        clock.parkNanos(this, Long.MAX_VALUE);

        clock.parkNanos(this, 1); // and by the time
    }

    @Test
    void parkOfAnInterruptedThreadReturnsAndLeavesTheFlag() {
        Thread.currentThread().interrupt();

        Clock.system().parkNanos(this, Long.MAX_VALUE);

        assertThat(Thread.interrupted()).isTrue();
    }

    /** Nobody unparks: it would last for ever if it were the system's. */
    @Test
    void parkInATimeOfATestsMakingReturnsByItself() {
        Clock still = Clock.of(() -> 0, (owner, waiting, nanos) -> 0);

        still.parkNanos(this, Long.MAX_VALUE);

        assertThat(still.nanoTime()).isZero();
    }
}
