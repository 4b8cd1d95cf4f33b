package io.github.mooring.bench;

import io.github.mooring.bench.canned.Behaviour;
import io.github.mooring.bench.canned.CannedReplies;
import io.github.mooring.bench.canned.ServerAccess;
import io.github.mooring.bench.canned.ServerProcess;
import io.github.mooring.bench.client.ClientSettings;
import io.github.mooring.bench.client.MooringClient;
import io.github.mooring.bench.client.VendorClient;
import io.github.mooring.bench.fork.Parent;
import io.github.mooring.bench.report.Targets;
import io.github.mooring.bench.table.Bench;
import io.github.mooring.bench.table.Options;
import io.github.mooring.bench.table.Tables;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Mooring beside the vendor's driver, beside bare sockets and beside other pools: prints all tables. */
public final class Benchmarks {
    private Benchmarks() {}

    /** Runs it, and ends early if the process that started it does; for the arguments see {@link Options#USAGE}. */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Parent.endWithIt();
        run(options, System.out);
    }

    static void run(Options options, PrintStream out) throws Exception {
        long begun = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(Bench.BEHAVIOURS, options.standalone())) {
            preamble(options, server.access(), out);
            verifySameAnswer(server.access());
            Bench bench = new Bench(options, server.access(), out);
            Tables.print(bench);
            out.printf(
                    "%n## targets: what Mooring has set out to reach%s%n%n",
                    options.quick() ? "; a quick run is too short to judge by" : "");
            Targets.print(bench.figures(), out);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        out.printf(Locale.ROOT, "%n%d min %d s in all%n", took.toMinutes(), took.toSecondsPart());
        out.flush();
    }

    private static void preamble(Options options, ServerAccess server, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "canned server in process %d, JDK %s, %d processors, system load %.1f, %d rounds of %d ms, JVM options %s%n",
                server.pid(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                options.rounds(),
                options.turn().toMillis(),
                ManagementFactory.getRuntimeMXBean().getInputArguments());
        out.flush();
    }

    /** A benchmark of two clients that do different things would be worth nothing. */
    private static void verifySameAnswer(ServerAccess server) {
        ClientSettings settings = new ClientSettings(server.port(Behaviour.PLAIN), "verify", 1, "");
        try (MooringClient ours = new MooringClient(settings);
                VendorClient vendors = new VendorClient(settings)) {
            Document expected = CannedReplies.document();
            requireSame("mooring", expected, ours.find());
            requireSame("vendor", expected, vendors.find());
        }
    }

    private static void requireSame(String client, Document expected, @Nullable Document found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(client + " found " + found + " instead of " + expected);
        }
    }
}
