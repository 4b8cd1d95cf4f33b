package io.github.mooring.bench.table;

import io.github.mooring.bench.canned.Behaviour;
import io.github.mooring.bench.client.Operation;
import io.github.mooring.bench.load.Clients;
import io.github.mooring.bench.load.Contest;
import io.github.mooring.bench.load.Contestant;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.load.Result;
import io.github.mooring.bench.load.Round;
import io.github.mooring.bench.report.Cells;
import io.github.mooring.bench.report.Targets;
import io.github.mooring.bench.report.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bytes that one operation allocates on the thread that asks for it. */
final class AllocationTable implements BenchTable {
    /** One thread alone, and threads that share. */
    private static final List<Point> POINTS = List.of(new Point(1, 1), new Point(16, 4));

    @Override
    public String name() {
        return "allocation";
    }

    @Override
    public String title() {
        return "bytes allocated per operation by the calling threads (find with its filter, insert without the document)";
    }

    @Override
    public void print(Bench bench) throws Exception {
        TextTable table = new TextTable("<operation", "threads x pool", "vendor's / mooring's", "mooring", "vendor");
        for (Operation operation : Operation.values()) {
            for (Point point : POINTS) {
                Result result = measure(bench, operation, point);
                table.row(
                        text(operation),
                        point.toString(),
                        Cells.tenths(result.ratio(Clients.VENDOR, Clients.MOORING, Round::allocatedBytes)
                                .median()),
                        Cells.whole(bytes(result, Clients.MOORING)),
                        Cells.whole(bytes(result, Clients.VENDOR)));
                bench.figures().merge(Targets.bytes(text(operation)), bytes(result, Clients.MOORING), Math::max);
            }
        }
        table.print(bench.out());
    }

    private static Result measure(Bench bench, Operation operation, Point point) throws Exception {
        bench.progress(text(operation) + ", " + point);
        List<Contestant> contestants =
                List.of(Clients.mooring(point, bench.options().mooringOptions()), Clients.vendor(point));
        try (Contest contest = new Contest(bench.server(), Behaviour.PLAIN, operation, contestants)) {
            // what is not compiled yet allocates more: nothing has been taken apart into registers
            contest.warmUp(bench.options().warmUp() / 4);
            Map<String, List<Round>> rounds = contest.rounds(
                    bench.options().rounds(), bench.options().turn().dividedBy(2));
            return new Result(point, rounds, contest.peers());
        }
    }

    private static double bytes(Result result, String client) {
        return result.sample(client, Round::allocatedBytes).median();
    }

    /** Such as "undecoded find". */
    private static String text(Operation operation) {
        return operation == Operation.FIND_UNDECODED
                ? "undecoded find"
                : operation.name().toLowerCase(Locale.ROOT);
    }
}
