package io.github.mooring.bench.table;

import io.github.mooring.bench.load.Clients;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.load.Result;
import io.github.mooring.bench.load.Round;
import io.github.mooring.bench.report.Targets;

/** Find by id, for numbers of threads and sizes of pools. */
final class MatrixTable implements BenchTable {
    @Override
    public String name() {
        return "matrix";
    }

    @Override
    public String title() {
        return "find by _id into a Document, threads x maxPoolSize; ratios are medians of rounds (smallest to largest), "
                + "latency and CPU in us per find";
    }

    @Override
    public void print(Bench bench) throws Exception {
        ContestTable table = new ContestTable(Clients.RAW, Clients.VENDOR);
        for (Point point : Point.of(bench.options().threads(), bench.options().pools())) {
            Result result = bench.finds(point);
            table.add(result);
            keep(result, bench);
        }
        table.print(bench.out());
    }

    private void keep(Result result, Bench bench) {
        for (String other : result.rounds().keySet()) {
            bench.figures()
                    .put(
                            Targets.times(name(), result.point(), other),
                            result.ratio(Clients.MOORING, other, Round::opsPerSecond)
                                    .median());
        }
        bench.figures()
                .put(
                        Targets.cpu(result.point()),
                        result.sample(Clients.MOORING, Round::processCpuMicros).median());
    }
}
