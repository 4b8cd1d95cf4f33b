package io.github.mooring.bench.table;

import io.github.mooring.bench.load.Clients;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.load.Result;
import io.github.mooring.bench.load.Round;
import io.github.mooring.bench.report.Cells;
import io.github.mooring.bench.report.Targets;
import io.github.mooring.bench.report.TextTable;
import java.util.List;

/** Who waits how long where many threads have few connections. */
final class FairnessTable implements BenchTable {
    private static final List<Point> POINTS = List.of(
            new Point(16, 1),
            new Point(16, 4),
            new Point(64, 1),
            new Point(64, 4),
            new Point(64, 16),
            new Point(128, 8),
            new Point(256, 1),
            new Point(256, 4),
            new Point(256, 16));
    private static final List<Point> QUICK = List.of(new Point(64, 4));

    @Override
    public String name() {
        return "fairness";
    }

    @Override
    public String title() {
        return "latency in ms where there are more threads than connections; the slowest thread's finds as a share of the "
                + "mean thread's";
    }

    @Override
    public void print(Bench bench) throws Exception {
        TextTable table = new TextTable(
                "threads x pool",
                "<client",
                "p99/p50",
                "vendor's p99 / p99",
                "p50",
                "p99",
                "p99.9",
                "worst",
                "slowest thread",
                "others' cores");
        for (Point point : bench.options().quick() ? QUICK : POINTS) {
            Result result = bench.finds(point);
            rows(result, table);
            String key = point.toString();
            bench.figures()
                    .put(
                            Targets.tail(key),
                            result.sample(Clients.MOORING, Round::p99ToP50).median());
            bench.figures()
                    .put(
                            Targets.lowerTail(key),
                            result.ratio(Clients.VENDOR, Clients.MOORING, round -> round.micros(99))
                                    .median());
        }
        table.print(bench.out());
    }

    private static void rows(Result result, TextTable table) {
        for (String client : List.of(Clients.MOORING, Clients.VENDOR)) {
            table.row(
                    result.point().toString(),
                    client,
                    Cells.tenths(result.sample(client, Round::p99ToP50).median()),
                    result.ratio(Clients.VENDOR, client, round -> round.micros(99))
                            .spread(),
                    millis(result, client, 50),
                    millis(result, client, 99),
                    millis(result, client, 99.9),
                    Cells.hundredths(
                            result.sample(client, round -> round.micros(100)).max() / 1e3),
                    Cells.hundredths(result.sample(client, Round::slowestShare).median()),
                    Cells.others(result.otherCores(client)));
        }
    }

    private static String millis(Result result, String client, double percentile) {
        return Cells.hundredths(
                result.sample(client, round -> round.micros(percentile)).median() / 1e3);
    }
}
