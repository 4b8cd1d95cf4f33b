package io.github.mooring.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DaemonTaskRunnerTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);

    private final DaemonTaskRunner runner = new DaemonTaskRunner("test");
    private final BlockingQueue<Thread> runs = new LinkedBlockingQueue<>();

    @AfterEach
    void closeRunner() {
        runner.close();
    }

    @Test
    void repeatsATask() throws InterruptedException {
        runner.repeat("count", SHORT, this::noteRun);

        for (int i = 0; i < 5; i++) {
            assertThat(nextRun().isDaemon()).isTrue();
        }
    }

    @Test
    void aTaskThatThrowsRunsAgain() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        runner.repeat("throw", SHORT, () -> {
            noteRun();
            if (count.incrementAndGet() % 2 == 1) {
                throw new IllegalStateException("on purpose");
            }
            throw new AssertionError("on purpose");
        });
        runner.repeatBlocking("throw too", SHORT, () -> {
            throw new IllegalStateException("on purpose");
        });

        for (int i = 0; i < 5; i++) {
            nextRun();
        }
    }

    @Test
    void aBlockedTaskKeepsNobodyElseWaiting() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        for (String name : new String[] {"one", "two"}) {
            runner.repeatBlocking(name, SHORT, () -> {
                blocked.countDown();
                awaitOrInterrupt(release, LONG);
            });
        }
        assertThat(blocked.await(40, TimeUnit.SECONDS)).isTrue();

        runner.repeat("count", SHORT, this::noteRun);

        nextRun();
        nextRun();
        release.countDown();
    }

    @Test
    void aBlockedTaskDoesNotOverlapItself() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch tenTimes = new CountDownLatch(10);
        AtomicInteger mostInside = new AtomicInteger();
        runner.repeatBlocking("slow", SHORT, () -> {
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            awaitOrInterrupt(new CountDownLatch(1), SHORT.multipliedBy(5)); // an overlap has time to show
            inside.decrementAndGet();
            tenTimes.countDown();
        });

        assertThat(tenTimes.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(mostInside).hasValue(1);
    }

    @Test
    void theThreadIsNamedAfterTheTaskWhileItRuns() throws InterruptedException {
        BlockingQueue<String> names = new LinkedBlockingQueue<>();
        runner.repeat("prune", SHORT, () -> names.add(Thread.currentThread().getName()));
        assertThat(names.poll(40, TimeUnit.SECONDS)).isEqualTo("test-scheduler-prune");
        assertThat(names.poll(40, TimeUnit.SECONDS)).isEqualTo("test-scheduler-prune");

        names.clear();
        runner.repeatBlocking(
                "ping", SHORT, () -> names.add(Thread.currentThread().getName()));

        assertThat(pollUntil(names, "test-worker-ping")).isTrue();
    }

    @Test
    void aTaskThatIsWantedSoonDoesNotWaitForItsPeriod() throws InterruptedException {
        TaskRunner.Task task = runner.repeat("seldom", LONG, this::noteRun);
        TaskRunner.Task blocking = runner.repeatBlocking("seldom too", LONG, this::noteRun);
        nextRun();
        nextRun();

        task.runSoon();
        nextRun();
        blocking.runSoon();
        nextRun();
    }

    @Test
    void aTaskThatIsWantedWhileItRunsRunsOnceMore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        TaskRunner.Task task = runner.repeatBlocking("seldom", LONG, () -> {
            count.incrementAndGet();
            begun.countDown();
            awaitOrInterrupt(release, LONG);
            noteRun();
        });
        assertThat(begun.await(40, TimeUnit.SECONDS)).isTrue();

        for (int i = 0; i < 5; i++) {
            task.runSoon();
        }
        release.countDown();

        nextRun();
        nextRun();
        passOverScheduler();
        passOverScheduler();
        assertThat(count).hasValue(2);
    }

    @Test
    void aTaskThatIsCancelledIsNotWantedAnyMore() throws InterruptedException {
        TaskRunner.Task task = runner.repeat("count", LONG, this::noteRun);
        nextRun();

        task.cancel();
        task.runSoon();
        passOverScheduler();

        assertThat(runs).isEmpty();
    }

    @Test
    void aTaskMaySayHowLongItPauses() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        runner.paceBlocking("paced", LONG, () -> {
            noteRun();
            return count.incrementAndGet() < 4 ? SHORT : LONG;
        });

        for (int i = 0; i < 4; i++) {
            nextRun();
        }
        passOverScheduler();
        assertThat(runs).isEmpty();
    }

    @Test
    void aCancelledTaskRunsNoMore() throws InterruptedException {
        TaskRunner.Task task = runner.repeat("count", SHORT, this::noteRun);
        nextRun();

        task.cancel();
        task.cancel();
        passOverScheduler(); // a run that was under way is over
        runs.clear();
        passOverScheduler();
        passOverScheduler();

        assertThat(runs).isEmpty();
    }

    @Test
    void aCancelledTaskIsLetGoOfBeforeItsPeriodIsOver() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> held = repeatAndCancelWithAnObject(collected);

        for (int i = 0; i < 100 && collected.remove(100) == null; i++) {
            System.gc();
        }

        assertThat(held.get()).isNull();
    }

    private WeakReference<Object> repeatAndCancelWithAnObject(ReferenceQueue<Object> collected) {
        Object application = new Object();
        runner.repeat("far away", LONG, () -> runs.add(new Thread(application.toString())))
                .cancel();
        return new WeakReference<>(application, collected);
    }

    @Test
    void aTaskMayCancelItself() throws InterruptedException {
        TaskRunner.Task[] task = new TaskRunner.Task[1];
        CountDownLatch known = new CountDownLatch(1);
        task[0] = runner.repeat("once", SHORT, () -> {
            awaitOrInterrupt(known, LONG);
            noteRun();
            task[0].cancel();
        });
        known.countDown();

        nextRun();
        passOverScheduler();
        passOverScheduler();
        assertThat(runs).isEmpty();
    }

    @Test
    void aPeriodMustBePositiveAndSane() {
        for (Duration period :
                new Duration[] {Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(Long.MAX_VALUE)}) {
            assertThatThrownBy(() -> runner.repeat("prune", period, this::noteRun))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("prune")
                    .hasMessageContaining(period.toString())
                    .hasMessageContaining("more than zero");
        }
    }

    @Test
    void threadsHoldNeitherTheClassLoaderNorTheThreadLocalsOfWhoeverCameFirst() throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader application = new URLClassLoader(new URL[0], before)) {
            Thread.currentThread().setContextClassLoader(application);
            local.set("the application's");

            runner.repeat("look", SHORT, () -> {
                seen.add(String.valueOf(local.get()));
                noteRun();
            });
            runner.repeatBlocking("look too", SHORT, () -> {
                seen.add(String.valueOf(local.get()));
                noteRun();
            });

            for (int i = 0; i < 4; i++) {
                assertThat(nextRun().getContextClassLoader()).isSameAs(DaemonTaskRunner.class.getClassLoader());
                assertThat(seen.poll(40, TimeUnit.SECONDS)).isEqualTo("null");
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            local.remove();
        }
    }

    /** A thread keeps the protection domains of whoever makes it, and they keep the class loader. */
    @Test
    void threadsDoNotKeepTheCallersCodeInMemory() throws Exception {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> application = new WeakReference<>(repeatByCodeOfAnotherLoader(), collected);
        nextRun();

        long polls = 0;
        while (collected.remove(100) == null && ++polls < 100) {
            System.gc();
        }

        assertThat(application.get())
                .as("the class loader of who made the threads")
                .isNull();
    }

    private ClassLoader repeatByCodeOfAnotherLoader() throws Exception {
        ClassLoader application = new ApplicationLoader();
        Class<?> code = application.loadClass(ForeignCaller.class.getName());
        assertThat(code.getClassLoader()).isSameAs(application);
        Method start = code.getDeclaredMethod("start", DaemonTaskRunner.class, Runnable.class);
        Runnable task = this::noteRun;
        start.invoke(null, runner, task);
        return application;
    }

    /** Loads {@link ForeignCaller} itself, as the loader of an application does. */
    private static final class ApplicationLoader extends ClassLoader {
        ApplicationLoader() {
            super(DaemonTaskRunnerTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(ForeignCaller.class.getName()) ? define(name) : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = DaemonTaskRunnerTest.class
                    .getClassLoader()
                    .getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
                ProtectionDomain domain =
                        new ProtectionDomain(new CodeSource(null, (Certificate[]) null), null, this, null);
                return defineClass(name, bytes, 0, bytes.length, domain);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void closeInterruptsWhatRunsAndLeavesNoThread() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        runner.repeat("tick", SHORT, () -> threads.add(Thread.currentThread()));
        Thread scheduler = threads.poll(40, TimeUnit.SECONDS);
        runner.repeatBlocking("hang", SHORT, () -> {
            noteRun();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        Thread worker = nextRun();

        runner.close();
        runner.close();

        assertThat(interrupted.getCount()).isZero();
        for (Thread thread : new Thread[] {scheduler, worker}) {
            thread.join(40_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void closeGivesUpOnATaskThatIgnoresIt() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        DaemonTaskRunner impatient = new DaemonTaskRunner("test", Duration.ofMillis(50));
        impatient.repeatBlocking("deaf", SHORT, () -> {
            noteRun();
            boolean waiting = true;
            while (waiting) {
                try {
                    release.await();
                    waiting = false;
                } catch (InterruptedException e) {
                    waiting = true; // deaf to the end
                }
            }
        });
        Thread deaf = nextRun();

        impatient.close();

        assertThat(deaf.isAlive()).isTrue();
        release.countDown();
        deaf.join(40_000);
        assertThat(deaf.isAlive()).isFalse();
    }

    @Test
    void closeFromATaskOfItsOwnReturns() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        DaemonTaskRunner patient = new DaemonTaskRunner("test", Duration.ofMinutes(5));
        patient.repeat("last", SHORT, () -> {
            patient.close();
            closed.countDown();
        });

        assertThat(closed.await(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTaskThatComesAfterTheEndNeverRuns() {
        runner.close();

        runner.repeat("late", SHORT, this::noteRun).cancel();
        runner.repeatBlocking("late", LONG, this::noteRun).cancel();

        assertThat(runs).isEmpty();
    }

    private void noteRun() {
        runs.add(Thread.currentThread());
    }

    private Thread nextRun() throws InterruptedException {
        Thread thread = runs.poll(40, TimeUnit.SECONDS);
        assertThat(thread).as("a run").isNotNull();
        return thread;
    }

    /** Returns once the scheduler, which is one thread, has done everything that was due before. */
    private void passOverScheduler() throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(3);
        TaskRunner.Task marker = runner.repeat("marker", Duration.ofMillis(2), passed::countDown);
        assertThat(passed.await(40, TimeUnit.SECONDS)).isTrue();
        marker.cancel();
    }

    private static boolean pollUntil(BlockingQueue<String> names, String wanted) throws InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            if (wanted.equals(names.poll(40, TimeUnit.SECONDS))) {
                return true;
            }
        }
        return false;
    }

    private static void awaitOrInterrupt(CountDownLatch latch, Duration atMost) {
        try {
            var unused = latch.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
