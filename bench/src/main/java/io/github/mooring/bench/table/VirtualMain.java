package io.github.mooring.bench.table;

import io.github.mooring.bench.canned.Behaviour;
import io.github.mooring.bench.canned.ServerAccess;
import io.github.mooring.bench.client.MooringClient;
import io.github.mooring.bench.client.Operation;
import io.github.mooring.bench.client.VendorClient;
import io.github.mooring.bench.fork.Parent;
import io.github.mooring.bench.load.Contest;
import io.github.mooring.bench.load.Contestant;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.load.Result;
import io.github.mooring.bench.load.Round;
import io.github.mooring.bench.load.Threads;
import io.github.mooring.bench.report.Targets;
import java.util.Arrays;
import java.util.List;

/**
 * The part of {@link VirtualTable} that runs in the newer JVM: prints the table, and then a line for each figure, which is
 * {@link #FIGURE}, name and value, separated by tabs.
 */
public final class VirtualMain {
    static final String FIGURE = "figure\t";

    private static final List<Integer> THREADS = List.of(256, 1000);
    private static final List<Integer> QUICK = List.of(256);
    private static final int OUR_POOL = 4;
    private static final int VENDOR_POOL = 100;

    private static final String OURS = "mooring/4, virtual";
    private static final String VENDOR = "vendor/100, virtual";
    private static final String VENDOR_PLATFORM = "vendor/100, platform";

    private VirtualMain() {}

    /** Arguments: where the server is, and then those of {@link Options}. */
    public static void main(String[] args) throws Exception {
        Parent.endWithIt();
        Options options = Options.parse(Arrays.copyOfRange(args, 1, args.length));
        Bench bench = new Bench(options, ServerAccess.parse(args[0]), System.out);
        ContestTable table = new ContestTable(VENDOR, VENDOR_PLATFORM);
        StringBuilder figures = new StringBuilder();
        for (int count : options.quick() ? QUICK : THREADS) {
            Point point = new Point(count, OUR_POOL);
            Result result = measure(bench, point);
            table.add(result);
            figures.append(FIGURE)
                    .append(Targets.times("virtual", point, "vendor/100"))
                    .append('\t')
                    .append(worseRatio(result))
                    .append('\n');
        }
        table.print(System.out);
        System.out.print(figures);
        System.out.flush();
    }

    private static Result measure(Bench bench, Point point) throws Exception {
        Options options = bench.options();
        List<Contestant> contestants = contestants(point.threads(), options.mooringOptions());
        try (Contest contest = new Contest(bench.server(), Behaviour.PLAIN, Operation.FIND, contestants)) {
            contest.warmUp(options.warmUp());
            return new Result(point, contest.rounds(options.rounds(), options.turn()), contest.peers());
        }
    }

    private static List<Contestant> contestants(int count, String options) {
        return List.of(
                new Contestant(OURS, OUR_POOL, new Threads(count, true), options, MooringClient::new),
                new Contestant(VENDOR, VENDOR_POOL, new Threads(count, true), "", VendorClient::new),
                new Contestant(VENDOR_PLATFORM, VENDOR_POOL, Threads.platform(count), "", VendorClient::new));
    }

    /** Beside the better of the vendor's two. */
    private static double worseRatio(Result result) {
        return Math.min(
                result.ratio(OURS, VENDOR, Round::opsPerSecond).median(),
                result.ratio(OURS, VENDOR_PLATFORM, Round::opsPerSecond).median());
    }
}
