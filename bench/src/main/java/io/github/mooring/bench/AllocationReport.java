package io.github.mooring.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one call allocates and costs the calling thread, through Mooring and through the vendor's driver in turns, in one
 * run against the same server: a find into a document, an undecoded find, an insert and a ping.
 *
 * <p>One thread, one connection. Allocation is the smallest of the rounds, since a round can only have more than the call
 * itself takes (the compiler's doing, something done once); processor time is the smallest too, for the same reason.
 */
public final class AllocationReport {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Rounds before it counts. Chosen: so many that the compiler is done with the longest path. */
    private static final int WARM_UP_ROUNDS = 8;

    private static final int CALLS_PER_ROUND = 5_000;
    private static final int ROUNDS = 10;

    private final int callsPerRound;
    private final PrintStream out;

    private AllocationReport(int callsPerRound, PrintStream out) {
        this.callsPerRound = callsPerRound;
        this.out = out;
    }

    /** Runs it, in half a minute; takes no arguments. */
    public static void main(String[] args) throws IOException {
        try (AllocationServer server = AllocationServer.start();
                AllocationCalls ours = AllocationCalls.mooring(server.port());
                AllocationCalls vendors = AllocationCalls.vendor(server.port())) {
            report(ours, vendors, CALLS_PER_ROUND, System.out);
        }
    }

    static void report(AllocationCalls ours, AllocationCalls vendors, int callsPerRound, PrintStream out) {
        out.printf(Locale.ROOT, "%-16s %-8s %10s %8s  %10s%n", "call", "client", "bytes", "CPU us", "x vendor");
        for (String call : ours.names()) {
            new AllocationReport(callsPerRound, out).measure(call, ours.call(call), vendors.call(call));
        }
    }

    private void measure(String name, Runnable ours, Runnable vendors) {
        repeat(ours, WARM_UP_ROUNDS * callsPerRound);
        repeat(vendors, WARM_UP_ROUNDS * callsPerRound);
        List<Cost> ourCosts = new ArrayList<>();
        List<Cost> vendorsCosts = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ourCosts.add(round(ours));
            vendorsCosts.add(round(vendors));
        }
        Cost our = Cost.least(ourCosts);
        Cost vendor = Cost.least(vendorsCosts);
        line(name, "mooring", our, (double) our.bytes / vendor.bytes);
        line("", "vendor", vendor, 1);
    }

    private void line(String call, String client, Cost cost, double ratio) {
        out.printf(
                Locale.ROOT, "%-16s %-8s %,10d %8.1f  %10.3f%n", call, client, cost.bytes, cost.cpuNanos / 1e3, ratio);
        out.flush();
    }

    private Cost round(Runnable call) {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        repeat(call, callsPerRound);
        return new Cost(
                (THREADS.getCurrentThreadAllocatedBytes() - bytes) / callsPerRound,
                (THREADS.getCurrentThreadCpuTime() - cpu) / callsPerRound);
    }

    private static void repeat(Runnable call, int times) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }

    /** Of one call. */
    private record Cost(long bytes, long cpuNanos) {
        static Cost least(List<Cost> rounds) {
            return new Cost(
                    rounds.stream().mapToLong(Cost::bytes).min().orElseThrow(),
                    rounds.stream().mapToLong(Cost::cpuNanos).min().orElseThrow());
        }
    }
}
