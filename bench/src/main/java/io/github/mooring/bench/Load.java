package io.github.mooring.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * A closed loop: threads that find, wait for the answer, and find again. Confined to the thread that runs it.
 *
 * <p>Its own cost in the loop is one clock read and one count in a histogram, the same for every client.
 */
final class Load implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final long MAX_LATENCY_NANOS = Duration.ofMinutes(5).toNanos();
    /** Decimal places that latencies are kept to. Chosen: 1 %, so that the histograms stay in the cache. */
    private static final int LATENCY_DIGITS = 2;

    private final FindClient client;
    private final Supplier<Duration> serverCpu;
    private final List<FindClient.Find> finds = new ArrayList<>();
    private final ExecutorService executor;
    private final CyclicBarrier start;
    /** Written by the last thread to reach the barrier, read behind it; so is the next. */
    private long startNanos;

    private long startCpuNanos;

    /** A load on a client; it does not close that. */
    Load(FindClient client, int threads, Supplier<Duration> serverCpu) throws IOException {
        this.client = client;
        this.serverCpu = serverCpu;
        for (int i = 0; i < threads; i++) {
            finds.add(client.forThread());
        }
        this.executor = Executors.newFixedThreadPool(threads);
        this.start = new CyclicBarrier(threads, () -> {
            markSystemLoad();
            startCpuNanos = SYSTEM.getProcessCpuTime();
            startNanos = System.nanoTime();
        });
    }

    FindClient client() {
        return client;
    }

    /** Runs for so long. */
    Round run(Duration time) throws InterruptedException, ExecutionException {
        List<Callable<Tally>> workers = new ArrayList<>();
        for (FindClient.Find find : finds) {
            workers.add(() -> work(find, time.toNanos()));
        }
        Duration serverBefore = serverCpu.get();
        List<Future<Tally>> futures = executor.invokeAll(workers);
        long cpuNanos = SYSTEM.getProcessCpuTime() - startCpuNanos;
        long serverNanos = serverCpu.get().minus(serverBefore).toNanos();
        double otherCores = otherCores(cpuNanos + serverNanos);
        Tally sum = new Tally(0, newHistogram(), 0, 0);
        for (Future<Tally> future : futures) {
            sum = sum.plus(future.get());
        }
        return round(sum, time, cpuNanos, serverNanos, otherCores);
    }

    private static Round round(Tally sum, Duration time, long cpuNanos, long serverNanos, double otherCores) {
        double all = sum.latency.getTotalCount();
        return new Round(
                sum.inTime * 1e9 / time.toNanos(),
                sum.latency,
                cpuNanos / 1e3 / all,
                sum.cpuNanos / 1e3 / all,
                serverNanos / 1e3 / all,
                sum.bytes / all,
                otherCores);
    }

    /** The system tells its load since it was asked before, so it is asked where the time begins. */
    private static void markSystemLoad() {
        SYSTEM.getCpuLoad();
    }

    /** What the whole system used since the start, less what clients and server used. */
    private double otherCores(long ownCpuNanos) {
        double load = SYSTEM.getCpuLoad();
        double busy = load < 0 ? Double.NaN : load * SYSTEM.getAvailableProcessors();
        return Math.max(0, busy - (double) ownCpuNanos / (System.nanoTime() - startNanos));
    }

    private Tally work(FindClient.Find find, long nanos) throws Exception {
        Histogram latency = newHistogram();
        start.await();
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long end = startNanos + nanos;
        long inTime = 0;
        long begun = System.nanoTime();
        while (begun - end < 0) {
            if (!find.run()) {
                throw new IllegalStateException(client.name() + " found nothing, where there is always something");
            }
            long done = System.nanoTime();
            latency.recordValue(Math.min(done - begun, MAX_LATENCY_NANOS));
            inTime += done - end < 0 ? 1 : 0;
            begun = done;
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        return new Tally(inTime, latency, THREADS.getCurrentThreadCpuTime() - cpuBefore, bytes);
    }

    private static Histogram newHistogram() {
        return new Histogram(MAX_LATENCY_NANOS, LATENCY_DIGITS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** What one thread, or all of them, did. */
    private record Tally(long inTime, Histogram latency, long cpuNanos, long bytes) {
        Tally plus(Tally other) {
            latency.add(other.latency);
            return new Tally(inTime + other.inTime, latency, cpuNanos + other.cpuNanos, bytes + other.bytes);
        }
    }
}
