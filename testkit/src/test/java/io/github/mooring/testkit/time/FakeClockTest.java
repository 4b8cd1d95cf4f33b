package io.github.mooring.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class FakeClockTest {
    private final FakeClock clock = new FakeClock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition condition = lock.newCondition();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void timeMovesOnlyByOrder() {
        assertThat(clock.nanoTime()).isZero();

        clock.advance(Duration.ofMillis(5));

        assertThat(clock.nanoTime()).isEqualTo(5_000_000);
    }

    @Test
    void timeDoesNotRunBackwards() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWaiterReturnsWhenItsTimeHasCome() throws Exception {
        Future<Long> waiter = waitFor(100);
        clock.awaitWaiters(1);

        clock.advance(Duration.ofNanos(99));
        assertThat(clock.waiters()).isEqualTo(1);
        clock.advance(Duration.ofNanos(1));

        assertThat(get(waiter)).isZero();
        assertThat(clock.waiters()).isZero();
    }

    @Test
    void eachOfSeveralWaitersReturnsAtItsOwnTime() throws Exception {
        Future<Long> early = waitFor(10);
        Future<Long> middle = waitFor(20);
        Future<Long> late = waitFor(30);
        clock.awaitWaiters(3);

        clock.advance(Duration.ofNanos(25));

        assertThat(get(early)).isEqualTo(-15);
        assertThat(get(middle)).isEqualTo(-5);
        assertThat(clock.waiters()).isEqualTo(1);
        clock.advance(Duration.ofNanos(5));
        assertThat(get(late)).isZero();
    }

    @Test
    void aSignalBeforeTheTimeOutLeavesTheRest() throws Exception {
        Future<Long> waiter = waitFor(100);
        clock.awaitWaiters(1);
        clock.advance(Duration.ofNanos(40));

        signalAll();

        assertThat(get(waiter)).isEqualTo(60);
        assertThat(clock.waiters()).isZero();
    }

    @Test
    void timeMovesWhileTheTestHoldsTheWaitersLock() throws Exception {
        Future<Long> waiter = waitFor(100);
        clock.awaitWaiters(1);

        lock.lock();
        try {
            clock.advance(Duration.ofNanos(100));
            assertThat(waiter.isDone()).isFalse();
        } finally {
            lock.unlock();
        }

        assertThat(get(waiter)).isZero();
    }

    @Test
    void noTimeLeftReturnsAtOnce() throws Exception {
        assertThat(get(waitFor(0))).isZero();
        assertThat(get(waitFor(-7))).isEqualTo(-7);
    }

    @Test
    void anAlarmLeavesNoInterruptBehind() throws Exception {
        Future<Boolean> flagAfterwards = threads.submit(() -> {
            await(50);
            return Thread.currentThread().isInterrupted();
        });
        clock.awaitWaiters(1);

        clock.advance(Duration.ofNanos(50));

        assertThat(flagAfterwards.get(40, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void anInterruptIsNotTakenForAnAlarm() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Future<String> waiter = threads.submit(() -> {
            thread.complete(Thread.currentThread());
            try {
                await(100);
                return "returned";
            } catch (InterruptedException e) {
                return "interrupted";
            }
        });
        clock.awaitWaiters(1);

        thread.join().interrupt();

        assertThat(waiter.get(40, TimeUnit.SECONDS)).isEqualTo("interrupted");
        assertThat(clock.waiters()).isZero();
    }

    @Test
    void aThreadInterruptedBeforehandDoesNotWait() throws Exception {
        Future<String> waiter = threads.submit(() -> {
            Thread.currentThread().interrupt();
            try {
                await(100);
                return "returned";
            } catch (InterruptedException e) {
                return "interrupted";
            }
        });

        assertThat(waiter.get(40, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }

    @Test
    void aLoopSeesAnEarlyReturnAndGoesOnWaiting() throws Exception {
        CountDownLatch cameBack = new CountDownLatch(1);
        Future<Integer> rounds = threads.submit(() -> {
            lock.lock();
            try {
                int count = 0;
                for (long left = 100; left > 0; count++) {
                    left = clock.awaitNanos(condition, left);
                    cameBack.countDown();
                }
                return count;
            } finally {
                lock.unlock();
            }
        });
        clock.awaitWaiters(1);
        signalAll();
        assertThat(cameBack.await(40, TimeUnit.SECONDS)).isTrue();
        clock.awaitWaiters(1);

        clock.advance(Duration.ofNanos(100));

        assertThat(rounds.get(40, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void anEndlessWaitSurvivesOverflow() throws Exception {
        clock.advance(Duration.ofDays(1));
        Future<Long> waiter = waitFor(Long.MAX_VALUE);
        clock.awaitWaiters(1);

        clock.advance(Duration.ofDays(1));
        assertThat(clock.waiters()).isEqualTo(1);
        signalAll();

        assertThat(get(waiter)).isEqualTo(Long.MAX_VALUE - Duration.ofDays(1).toNanos());
    }

    @Test
    void aWaitAcrossTheEndOfTheNumberRangeTimesOut() throws Exception {
        FakeClock late = new FakeClock(Long.MAX_VALUE - 10);
        Future<Long> waiter = threads.submit(() -> {
            lock.lock();
            try {
                return late.awaitNanos(condition, 100);
            } finally {
                lock.unlock();
            }
        });
        late.awaitWaiters(1);

        late.advance(Duration.ofNanos(100));

        assertThat(get(waiter)).isZero();
    }

    @Test
    void anAlarmGivenTheMomentAWaiterRegistersIsNotLost() throws Exception {
        for (int round = 0; round < 1_000; round++) {
            Future<Boolean> waiter = threads.submit(() -> await(1) <= 0 && !Thread.interrupted());
            clock.awaitWaiters(1);

            clock.advance(Duration.ofNanos(1));

            assertThat(waiter.get(40, TimeUnit.SECONDS)).as("round %d", round).isTrue();
        }
    }

    @Test
    void manyRacingSignalsAndAlarmsLeaveNothingBehind() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Future<Boolean>> waiters = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                long nanos = 1L + random.nextInt(3);
                waiters.add(threads.submit(() -> {
                    await(nanos);
                    return Thread.interrupted();
                }));
            }
            clock.awaitWaiters(4);
            Future<?> signaller = threads.submit(this::signalAll);
            clock.advance(Duration.ofNanos(1L + random.nextInt(3)));
            signaller.get(40, TimeUnit.SECONDS);
            clock.advance(Duration.ofNanos(3));
            for (Future<Boolean> waiter : waiters) {
                assertThat(waiter.get(40, TimeUnit.SECONDS)).as("seed %d", seed).isFalse();
            }
            assertThat(clock.waiters()).isZero();
        }
    }

    private Future<Long> waitFor(long nanos) {
        return threads.submit(() -> await(nanos));
    }

    private long await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            return clock.awaitNanos(condition, nanos);
        } finally {
            lock.unlock();
        }
    }

    private void signalAll() {
        lock.lock();
        try {
            condition.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long get(Future<Long> waiter) throws Exception {
        return waiter.get(40, TimeUnit.SECONDS);
    }
}
