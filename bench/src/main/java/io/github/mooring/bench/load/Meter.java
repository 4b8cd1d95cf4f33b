package io.github.mooring.bench.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What clients, server and others use between {@link #start} and {@link #stop}; used by one load, which orders the two.
 */
public final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Supplier<Duration> serverCpu;
    private Usage before = new Usage(0, 0, 0, 0, 0);

    /** A meter that has not begun; {@code serverCpu} is the processor time of the server so far. */
    public Meter(Supplier<Duration> serverCpu) {
        this.serverCpu = serverCpu;
    }

    /** Begins; answers the time, in nanoseconds. */
    public long start() {
        SYSTEM.getCpuLoad(); // the system tells its load since it was asked before
        before = now(0);
        return before.nanos;
    }

    /** What was used since. */
    public Usage stop() {
        Usage after = now(0);
        double seconds = after.nanos - (double) before.nanos;
        double own = after.processNanos - before.processNanos + (double) (after.serverNanos - before.serverNanos);
        double load = SYSTEM.getCpuLoad();
        double busy = load < 0 ? Double.NaN : load * SYSTEM.getAvailableProcessors();
        return new Usage(
                after.nanos - before.nanos,
                after.processNanos - before.processNanos,
                after.serverNanos - before.serverNanos,
                after.allBytes - before.allBytes,
                Math.max(0, busy - own / seconds));
    }

    private Usage now(double otherCores) {
        long server = serverCpu.get().toNanos();
        return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(), server, allBytes(), otherCores);
    }

    /** Processor time of this thread, which must not be virtual. */
    static long threadCpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Bytes that this thread, which must not be virtual, has allocated. */
    static long threadBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Bytes that all threads have allocated; 0 before JDK 21, which cannot tell. */
    private static long allBytes() {
        try {
            Method total = ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
            return (Long) total.invoke(THREADS);
        } catch (NoSuchMethodException e) {
            return 0;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot ask for the allocation of all threads", e);
        }
    }

    /**
     * What was used.
     *
     * @param nanos        time that has passed
     * @param processNanos processor time of this JVM
     * @param serverNanos  processor time of the server
     * @param allBytes     allocated by all threads of this JVM
     * @param otherCores   processors that other programs kept busy
     */
    public record Usage(long nanos, long processNanos, long serverNanos, long allBytes, double otherCores) {}
}
