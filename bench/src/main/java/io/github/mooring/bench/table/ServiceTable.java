package io.github.mooring.bench.table;

import io.github.mooring.bench.load.Clients;
import io.github.mooring.bench.load.Contestant;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.load.Result;
import io.github.mooring.bench.load.Round;
import io.github.mooring.bench.report.Cells;
import io.github.mooring.bench.report.Targets;
import io.github.mooring.bench.report.TextTable;
import java.time.Duration;
import java.util.List;

/** Find by id where the server takes its time, one request at a time on each connection. */
final class ServiceTable implements BenchTable {
    private static final List<Point> POINTS = List.of(new Point(16, 4), new Point(64, 4), new Point(256, 4));
    private static final List<Point> QUICK = List.of(new Point(64, 4));
    /** Chosen: turns must be long, as the vendor's slowest finds take half a second. */
    private static final int LONGER_TURNS = 2;

    @Override
    public String name() {
        return "service";
    }

    @Override
    public String title() {
        return "find by _id where each connection is served one request at a time, 200 us each, 300 us away; limit is "
                + "what the connections can carry by arithmetic";
    }

    @Override
    public void print(Bench bench) throws Exception {
        TextTable shares = new TextTable("threads x pool", "<client", "of the limit", "limit/s", "ops/s");
        ContestTable table = new ContestTable(Clients.VENDOR);
        Duration turn = bench.options().turn().multipliedBy(LONGER_TURNS);
        for (Point point : bench.options().quick() ? QUICK : POINTS) {
            List<Contestant> contestants =
                    List.of(Clients.mooring(point, bench.options().mooringOptions()), Clients.vendor(point));
            Result result = bench.contest(Bench.SERVICE, point, contestants, turn);
            result.rounds().keySet().forEach(client -> shares.row(share(result, client)));
            table.add(result);
            keep(result, bench);
        }
        shares.print(bench.out());
        bench.out().println();
        table.print(bench.out());
    }

    private static String[] share(Result result, String client) {
        double limit = limit(result.point());
        double seen = result.sample(client, Round::opsPerSecond).median();
        return new String[] {
            result.point().toString(), client, Cells.hundredths(seen / limit), Cells.whole(limit), Cells.whole(seen)
        };
    }

    private static double limit(Point point) {
        return Bench.SERVICE.limitPerSecond(point.threads(), point.pool());
    }

    private void keep(Result result, Bench bench) {
        Point point = result.point();
        bench.figures()
                .put(
                        Targets.share(point),
                        result.sample(Clients.MOORING, Round::opsPerSecond).median() / limit(point));
        bench.figures()
                .put(
                        Targets.times(name(), point, Clients.VENDOR),
                        result.ratio(Clients.MOORING, Clients.VENDOR, Round::opsPerSecond)
                                .median());
    }
}
