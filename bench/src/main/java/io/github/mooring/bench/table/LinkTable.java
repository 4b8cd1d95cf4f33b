package io.github.mooring.bench.table;

import io.github.mooring.bench.load.Clients;
import io.github.mooring.bench.load.Contestant;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.load.Result;
import io.github.mooring.bench.load.Round;
import io.github.mooring.bench.report.Targets;
import java.time.Duration;
import java.util.List;

/** Find by id over a network that takes a millisecond. */
final class LinkTable implements BenchTable {
    private static final List<Point> POINTS = List.of(new Point(16, 4), new Point(64, 4), new Point(256, 4));
    private static final List<Point> QUICK = List.of(new Point(256, 4));
    /** Chosen: turns must be long, as the vendor's slowest finds take a second. */
    private static final int LONGER_TURNS = 2;

    @Override
    public String name() {
        return "link";
    }

    @Override
    public String title() {
        return "find by _id with 1 ms of latency added to each reply";
    }

    @Override
    public void print(Bench bench) throws Exception {
        ContestTable table = new ContestTable(Clients.VENDOR);
        Duration turn = bench.options().turn().multipliedBy(LONGER_TURNS);
        for (Point point : bench.options().quick() ? QUICK : POINTS) {
            List<Contestant> contestants =
                    List.of(Clients.mooring(point, bench.options().mooringOptions()), Clients.vendor(point));
            Result result = bench.contest(Bench.LINK, point, contestants, turn);
            table.add(result);
            bench.figures()
                    .put(
                            Targets.times(name(), point, Clients.VENDOR),
                            result.ratio(Clients.MOORING, Clients.VENDOR, Round::opsPerSecond)
                                    .median());
        }
        table.print(bench.out());
    }
}
