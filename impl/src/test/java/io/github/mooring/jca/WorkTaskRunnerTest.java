package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.testkit.container.FakeBootstrapContext;
import io.github.mooring.testkit.container.FakeBootstrapContext.Timers;
import io.github.mooring.testkit.container.FakeWorkManager;
import io.github.mooring.testkit.container.FakeWorkManager.Mood;
import io.github.mooring.time.Clock;
import io.github.mooring.time.TaskRunner.Task;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.WorkContextProvider;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkTaskRunnerTest {
    private static final Duration PERIOD = Duration.ofMillis(5);

    private final FakeWorkManager works = new FakeWorkManager();

    @AfterEach
    void end() {
        works.close();
    }

    private WorkTaskRunner runner(Timers timers) {
        return new WorkTaskRunner(new FakeBootstrapContext(works, timers, true), Clock.system());
    }

    private static void await(Semaphore runs, int count) throws InterruptedException {
        assertThat(runs.tryAcquire(count, 40, TimeUnit.SECONDS))
                .as("%d runs", count)
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE", "UNSUPPORTED"})
    @DisplayName("W8 tasks run with timers, and without where the container refuses them")
    void tasksRunWithTimersAndWithoutThem(Timers timers) throws InterruptedException {
        Semaphore shortRuns = new Semaphore(0);
        Semaphore blockingRuns = new Semaphore(0);
        try (WorkTaskRunner runner = runner(timers)) {
            runner.repeat("short", PERIOD, shortRuns::release);
            runner.repeatBlocking("blocking", PERIOD, blockingRuns::release);

            await(shortRuns, 3);
            await(blockingRuns, 3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("W8 the first run of a task comes at once, not a period later")
    void firstRunComesAtOnce(Timers timers) throws InterruptedException {
        Semaphore runs = new Semaphore(0);
        try (WorkTaskRunner runner = runner(timers)) {
            runner.repeat("short", Duration.ofHours(1), runs::release);
            runner.repeatBlocking("blocking", Duration.ofHours(1), runs::release);

            await(runs, 2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("W8 a task that is wanted soon does not wait for its period, and runs once however often it is wanted")
    void wantedTaskRunsSoon(Timers timers) throws InterruptedException {
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        try (WorkTaskRunner runner = runner(timers)) {
            Task task = runner.repeatBlocking("seldom", Duration.ofHours(1), () -> {
                begun.release();
                goOn.acquireUninterruptibly();
            });
            await(begun, 1);
            for (int i = 0; i < 5; i++) {
                task.runSoon();
            }
            goOn.release();
            await(begun, 1);
            goOn.release();

            task.runSoon();
            await(begun, 1);
            goOn.release();
            assertThat(begun.availablePermits()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("W8 a task may say how long it pauses")
    void taskSaysHowLongItPauses(Timers timers) throws InterruptedException {
        Semaphore runs = new Semaphore(0);
        AtomicInteger count = new AtomicInteger();
        try (WorkTaskRunner runner = runner(timers)) {
            runner.paceBlocking("paced", Duration.ofHours(1), () -> {
                runs.release();
                return count.incrementAndGet() < 3 ? PERIOD : Duration.ofHours(1);
            });
            await(runs, 3);
        }
        assertThat(count).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("W3 blocking tasks run on a thread of the work manager, short ones on the timer")
    void blockingTasksRunOnThreadsOfTheWorkManager(Timers timers) throws InterruptedException {
        AtomicReference<String> shortThread = new AtomicReference<>("");
        AtomicReference<String> blockingThread = new AtomicReference<>("");
        Semaphore runs = new Semaphore(0);
        try (WorkTaskRunner runner = runner(timers)) {
            runner.repeat("short", PERIOD, () -> {
                shortThread.set(Thread.currentThread().getName());
                runs.release();
            });
            await(runs, 1);
            Task running = runner.repeatBlocking("blocking", PERIOD, () -> {
                blockingThread.set(Thread.currentThread().getName());
                runs.release(1000);
            });
            await(runs, 1000);
            running.cancel();
        }

        assertThat(blockingThread).hasValue("container-work");
        assertThat(shortThread).hasValue(timers == Timers.GRANTED ? "container-timer" : "container-work");
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("W2 release is a hint: given before, during and after every run, it ends nothing for good")
    void releaseEndsNothingForGood(Timers timers) throws InterruptedException {
        works.setReleasing(true);
        Semaphore shortRuns = new Semaphore(0);
        Semaphore blockingRuns = new Semaphore(0);
        try (WorkTaskRunner runner = runner(timers)) {
            runner.repeat("short", PERIOD, shortRuns::release);
            runner.repeatBlocking("blocking", PERIOD, blockingRuns::release);

            await(shortRuns, 20);
            await(blockingRuns, 20);
        }
    }

    @Test
    @DisplayName("W2 a stand-in for the timer that is released before it runs is not replaced again and again")
    void releasedStandInIsNotReplacedForEver() throws InterruptedException {
        works.setReleasing(true);
        Semaphore runs = new Semaphore(0);
        try (WorkTaskRunner runner = runner(Timers.UNAVAILABLE)) {
            runner.repeat("short", PERIOD, runs::release);
            await(runs, 20);

            assertThat(works.handedIn()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mood.class,
            names = {"REJECT", "REJECT_LATER"})
    @DisplayName("W4 a refused run is counted and tried again at the next period")
    void refusedRunIsTriedAgain(Mood refusal) throws InterruptedException {
        works.setMood(refusal);
        Semaphore runs = new Semaphore(0);
        try (WorkTaskRunner runner = runner(Timers.GRANTED)) {
            runner.repeatBlocking("ping", PERIOD, runs::release);
            awaitRejections(runner, 3);
            assertThat(runs.availablePermits()).isZero();

            works.setMood(Mood.RUN);

            await(runs, 3);
        }
    }

    @Test
    @DisplayName("W6 a run that is refused twice and then started all the same runs at most once at a time")
    void contradictionDoesNotMultiplyATask() throws InterruptedException {
        works.setMood(Mood.CONTRADICT);
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean overlapped = new AtomicBoolean();
        try (WorkTaskRunner runner = runner(Timers.GRANTED)) {
            runner.repeatBlocking("ping", PERIOD, () -> {
                overlapped.compareAndSet(false, inside.incrementAndGet() > 1);
                inside.decrementAndGet();
            });
            awaitRejections(runner, 20);
            works.setMood(Mood.HOLD);
            int before = works.handedIn().size();
            Semaphore periods = new Semaphore(0);
            runner.repeat("periods", PERIOD, periods::release);
            await(periods, 20);

            // one that was under way, and the next, which is held back; a task that had multiplied hands in more
            assertThat(works.handedIn().size() - before).isLessThanOrEqualTo(2);
        }
        assertThat(overlapped).isFalse();
    }

    @Test
    @DisplayName("W4 without timers, a refused stand-in is tried again with the next task and with a nudge")
    void refusedStandInIsTriedAgain() throws InterruptedException {
        works.setMood(Mood.REJECT);
        Semaphore runs = new Semaphore(0);
        try (WorkTaskRunner runner = runner(Timers.UNAVAILABLE)) {
            runner.repeat("first", PERIOD, runs::release);
            assertThat(runner.rejections()).as("at once").isEqualTo(3);
            works.setMood(Mood.REJECT_LATER);
            runner.nudge();
            assertThat(runner.rejections()).isEqualTo(6);

            works.setMood(Mood.RUN);
            runner.nudge();

            await(runs, 3);
        }
    }

    @Test
    @DisplayName("W4 without timers, a container that refuses works now and then keeps no task from running")
    void refusalsThatPassAreSurvived() throws InterruptedException {
        works.setMood(Mood.UNRELIABLE);
        Semaphore runs = new Semaphore(0);
        try (WorkTaskRunner runner = runner(Timers.UNAVAILABLE)) {
            runner.repeatBlocking("blocking", PERIOD, runs::release);

            await(runs, 20);
            assertThat(runner.rejections()).isPositive();
        }
    }

    @Test
    @DisplayName("W4 without timers there is one stand-in, however many tasks there are")
    void oneStandInServesAllTasks() throws InterruptedException {
        Semaphore runs = new Semaphore(0);
        try (WorkTaskRunner runner = runner(Timers.UNAVAILABLE)) {
            for (int i = 0; i < 10; i++) {
                runner.repeat("task " + i, PERIOD, runs::release);
            }
            await(runs, 50);

            assertThat(works.handedIn()).hasSize(1);
            assertThat(works.active()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("W9 a task that throws runs again, and so do the others")
    void taskThatThrowsRunsAgain(Timers timers) throws InterruptedException {
        Semaphore failing = new Semaphore(0);
        Semaphore healthy = new Semaphore(0);
        try (WorkTaskRunner runner = runner(timers)) {
            runner.repeat("failing", PERIOD, () -> {
                failing.release();
                throw new AssertionError("an error on purpose");
            });
            runner.repeat("healthy", PERIOD, healthy::release);

            await(failing, 3);
            await(healthy, 3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("W9 a blocking task that hangs holds no short task up and does not overlap itself")
    void hangingTaskHoldsNothingUp(Timers timers) throws InterruptedException {
        CountDownLatch hang = new CountDownLatch(1);
        Semaphore entered = new Semaphore(0);
        Semaphore shortRuns = new Semaphore(0);
        try (WorkTaskRunner runner = runner(timers)) {
            runner.repeatBlocking("hanging", PERIOD, () -> {
                entered.release();
                awaitQuietly(hang);
            });
            await(entered, 1);
            runner.repeat("short", PERIOD, shortRuns::release);
            await(shortRuns, 20);

            assertThat(entered.availablePermits()).isZero();
            hang.countDown();
            await(entered, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("L7 close waits for a running task, and nothing runs afterwards")
    void closeWaitsAndNothingRunsAfterwards(Timers timers) throws InterruptedException {
        WorkTaskRunner runner = runner(timers);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean finished = new AtomicBoolean();
        runner.repeatBlocking("slow", PERIOD, () -> {
            entered.countDown();
            awaitQuietly(go);
            finished.set(true);
        });
        assertThat(entered.await(40, TimeUnit.SECONDS)).isTrue();
        works.setMood(Mood.HOLD);
        Semaphore later = new Semaphore(0);
        runner.repeatBlocking("queued", Duration.ofMillis(1), later::release);
        awaitHandedIn(2);

        new Thread(go::countDown).start();
        runner.close();

        assertThat(finished).isTrue();
        works.runHeld();
        works.close();
        assertThat(later.availablePermits()).isZero();
        assertThat(works.active()).isZero();
    }

    @Test
    @DisplayName("L7 close does not wait for ever for a task that hangs")
    void closeIsBounded() throws InterruptedException {
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        WorkTaskRunner runner = runner(Timers.GRANTED);
        runner.repeatBlocking("hanging", PERIOD, () -> {
            entered.countDown();
            awaitQuietly(hang);
        });
        assertThat(entered.await(40, TimeUnit.SECONDS)).isTrue();

        long begin = Clock.system().nanoTime();
        runner.close();

        assertThat(Clock.system().nanoTime() - begin)
                .isBetween(TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(35));
        hang.countDown();
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("W10 a cancelled task does not run again; cancelling and closing twice is harmless")
    void cancelledTaskDoesNotRunAgain(Timers timers) throws InterruptedException {
        Semaphore cancelledRuns = new Semaphore(0);
        Semaphore otherRuns = new Semaphore(0);
        WorkTaskRunner runner = runner(timers);
        Task task = runner.repeat("cancelled", PERIOD, cancelledRuns::release);
        runner.repeat("other", PERIOD, otherRuns::release);
        await(cancelledRuns, 1);

        task.cancel();
        task.cancel();
        await(otherRuns, otherRuns.availablePermits() + 2);
        cancelledRuns.drainPermits();
        await(otherRuns, otherRuns.availablePermits() + 5);

        assertThat(cancelledRuns.availablePermits()).isZero();
        runner.close();
        runner.close();
    }

    @Test
    @DisplayName("W5 the long-lived work says that it runs long, but only where the container knows the hint")
    void standInCarriesTheLongRunningHintWhereSupported() {
        try (WorkTaskRunner hinted =
                        new WorkTaskRunner(new FakeBootstrapContext(works, Timers.UNAVAILABLE, true), Clock.system());
                WorkTaskRunner plain = new WorkTaskRunner(
                        new FakeBootstrapContext(works, Timers.UNAVAILABLE, false), Clock.system())) {
            hinted.repeat("hinted", PERIOD, () -> {});
            plain.repeat("plain", PERIOD, () -> {});
        }

        assertThat(works.handedIn().get(0))
                .isInstanceOfSatisfying(
                        WorkContextProvider.class,
                        work -> assertThat(work.getWorkContexts())
                                .singleElement()
                                .isInstanceOfSatisfying(
                                        HintsContext.class,
                                        hints -> assertThat(hints.getHints())
                                                .containsEntry(HintsContext.LONGRUNNING_HINT, true)));
        assertThat(works.handedIn().get(1)).isNotInstanceOf(WorkContextProvider.class);
    }

    @Test
    @DisplayName("W9 a period that is not more than zero is refused")
    void periodOfZeroIsRefused() {
        try (WorkTaskRunner runner = runner(Timers.GRANTED)) {
            assertThatThrownBy(() -> runner.repeat("restless", Duration.ZERO, () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("restless")
                    .hasMessageContaining("PT0S");
        }
    }

    @Test
    @DisplayName("W1 run and release of our works are not synchronized")
    void worksAreNotSynchronized() throws Exception {
        try (WorkTaskRunner runner = runner(Timers.UNAVAILABLE)) {
            runner.repeatBlocking("any", Duration.ofMillis(1), () -> {});
            awaitHandedIn(2);
        }
        for (Object work : works.handedIn()) {
            for (String method : new String[] {"run", "release"}) {
                int modifiers = work.getClass().getMethod(method).getModifiers();
                assertThat(Modifier.isSynchronized(modifiers)).isFalse();
            }
        }
    }

    @Test
    @DisplayName("W7 tasks run under the adapter's class loader and give the thread back as it was")
    void tasksRunUnderTheAdaptersClassLoader() throws InterruptedException {
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Semaphore runs = new Semaphore(0);
        try (WorkTaskRunner runner = runner(Timers.GRANTED)) {
            runner.repeatBlocking("any", PERIOD, () -> {
                seen.set(Thread.currentThread().getContextClassLoader());
                runs.release();
            });
            await(runs, 1);
        }

        assertThat(seen).hasValue(WorkTaskRunner.class.getClassLoader());
    }

    private static void awaitRejections(WorkTaskRunner runner, int more) {
        awaitUntil(() -> runner.rejections() >= more);
    }

    private void awaitHandedIn(int count) {
        awaitUntil(() -> works.handedIn().size() >= count);
    }

    private static void awaitUntil(BooleanSupplier condition) {
        long end = Clock.system().nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!condition.getAsBoolean()) {
            assertThat(Clock.system().nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
