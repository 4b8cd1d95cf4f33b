package io.github.mooring.bench.load;

import io.github.mooring.bench.client.Client;
import io.github.mooring.bench.client.Operation;
import java.io.IOException;
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

/**
 * A closed loop: threads that ask, wait for the answer, and ask again. Confined to the thread that runs it.
 *
 * <p>Its own cost in the loop is one clock read and one count in a histogram, the same for every client.
 */
public final class Load implements AutoCloseable {
    private final String name;
    private final boolean virtual;
    private final Meter meter;
    private final List<Client.Work> works = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final ExecutorService executor;
    private final CyclicBarrier start;
    /** Written by the last thread to reach the barrier, read behind it. */
    private long startNanos;

    /**
     * A load on a client; it does not close that.
     *
     * @param name      what the client is called
     * @param threads   the kind of the threads, and how many
     * @param serverCpu the processor time of the server so far
     */
    public Load(String name, Client client, Operation operation, Threads threads, Supplier<Duration> serverCpu)
            throws IOException {
        this.name = name;
        this.virtual = threads.virtual();
        this.meter = new Meter(serverCpu);
        for (int i = 0; i < threads.count(); i++) {
            works.add(client.forThread(operation));
            tallies.add(new Tally());
        }
        this.executor = Executors.newFixedThreadPool(threads.count(), threads.factory());
        this.start = new CyclicBarrier(threads.count(), () -> startNanos = meter.start());
    }

    /** What the client is called. */
    public String name() {
        return name;
    }

    /**
     * Runs for so long.
     *
     * @throws ExecutionException if an operation failed
     */
    public Round run(Duration time) throws InterruptedException, ExecutionException {
        List<Callable<Void>> workers = new ArrayList<>();
        for (int i = 0; i < works.size(); i++) {
            Client.Work work = works.get(i);
            Tally tally = tallies.get(i);
            workers.add(() -> {
                work(work, tally, time.toNanos());
                return null;
            });
        }
        List<Future<Void>> futures = executor.invokeAll(workers);
        Meter.Usage usage = meter.stop();
        for (Future<Void> future : futures) {
            future.get();
        }
        return Round.of(tallies, time, usage, virtual);
    }

    private void work(Client.Work work, Tally tally, long nanos) throws Exception {
        tally.reset();
        start.await();
        long cpuBefore = virtual ? 0 : Meter.threadCpuNanos();
        long bytesBefore = virtual ? 0 : Meter.threadBytes();
        long end = startNanos + nanos;
        long begun = System.nanoTime();
        while (begun - end < 0) {
            if (!work.run()) {
                throw new IllegalStateException(name + " got another answer than the one there is");
            }
            long done = System.nanoTime();
            tally.done(done - begun, done - end < 0);
            begun = done;
        }
        if (!virtual) {
            tally.used(Meter.threadCpuNanos() - cpuBefore, Meter.threadBytes() - bytesBefore);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
