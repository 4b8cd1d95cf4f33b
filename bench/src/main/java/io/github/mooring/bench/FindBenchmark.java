package io.github.mooring.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * {@code find} by {@code _id} through Mooring, through the vendor's driver and over bare sockets, against the same server
 * in one run.
 */
public final class FindBenchmark {
    /** Chosen: some wait for a connection and some do not, so that both ways get compiled. */
    private static final Point WARM_UP = new Point(8, 4);

    private final BenchmarkOptions options;
    private final PrintStream out;
    private final ServerProcess server;

    private FindBenchmark(BenchmarkOptions options, PrintStream out, ServerProcess server) {
        this.options = options;
        this.out = out;
        this.server = server;
    }

    /** Runs it, and ends early if the process that started it does; for the arguments see {@link BenchmarkOptions#USAGE}. */
    public static void main(String[] args) throws Exception {
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        endWithParent();
        run(options, System.out);
    }

    /** Maven does not take its children along when it is killed, and a load that nobody waits for only disturbs others. */
    private static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> {
            Thread watch = new Thread(() -> {
                parent.onExit().join();
                System.exit(1);
            });
            watch.setDaemon(true);
            watch.start();
        });
    }

    static void run(BenchmarkOptions options, PrintStream out)
            throws IOException, InterruptedException, ExecutionException {
        try (ServerProcess server = ServerProcess.start(options.plainReply())) {
            new FindBenchmark(options, out, server).measure();
        }
    }

    private void measure() throws IOException, InterruptedException, ExecutionException {
        preamble();
        verifySameAnswer();
        warmUp();
        Table table = new Table(out);
        table.head();
        for (Point point : Point.of(options.threads(), options.pools())) {
            table.point(point, rounds(point));
        }
    }

    private void preamble() {
        out.printf(
                Locale.ROOT,
                "find by _id, canned server in process %d, JDK %s, %d processors, system load %.1f, %d rounds of %d ms%n",
                server.handle().pid(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                options.rounds(),
                options.round().toMillis());
        out.flush();
    }

    /** A benchmark of two clients that do different things would be worth nothing. */
    private void verifySameAnswer() {
        try (MooringClient ours = new MooringClient(server.port(), 1);
                VendorClient vendors = new VendorClient(server.port(), 1)) {
            Document expected = CannedReplies.document();
            requireSame(ours.name(), expected, ours.find());
            requireSame(vendors.name(), expected, vendors.find());
        }
    }

    private static void requireSame(String client, Document expected, @Nullable Document found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(client + " found " + found + " instead of " + expected);
        }
    }

    private void warmUp() throws IOException, InterruptedException, ExecutionException {
        try (Contest contest = new Contest(WARM_UP, server)) {
            contest.warmUp(options.warmUp());
        }
    }

    private Map<String, List<Round>> rounds(Point point) throws IOException, InterruptedException, ExecutionException {
        try (Contest contest = new Contest(point, server)) {
            return contest.rounds(options.rounds(), options.round());
        }
    }
}
