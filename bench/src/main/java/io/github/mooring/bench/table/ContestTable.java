package io.github.mooring.bench.table;

import io.github.mooring.bench.canned.PeerCount;
import io.github.mooring.bench.load.Result;
import io.github.mooring.bench.load.Round;
import io.github.mooring.bench.report.Cells;
import io.github.mooring.bench.report.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What clients did at some points, ratios first; confined to one thread. */
final class ContestTable {
    private final List<String> others;
    private final TextTable table;

    /** A table with throughput as a multiple of these contestants'. */
    ContestTable(String... others) {
        this.others = List.of(others);
        List<String> titles = new ArrayList<>(List.of("threads x pool", "<client"));
        this.others.forEach(other -> titles.add("x " + other));
        titles.addAll(List.of("p50", "p99", "p99.9", "worst", "p99/p50", "CPU process", "CPU threads", "CPU server"));
        titles.addAll(List.of("bytes/op", "sockets", "others' cores", "ops/s"));
        this.table = new TextTable(titles.toArray(String[]::new));
    }

    /** A row for each contestant; ratios only to those who took part. */
    void add(Result result) {
        result.rounds().keySet().forEach(client -> add(result, client));
    }

    private void add(Result result, String client) {
        List<String> cells = new ArrayList<>(List.of(result.point().toString(), client));
        for (String other : others) {
            boolean both = result.rounds().containsKey(other);
            cells.add(both ? result.ratio(client, other, Round::opsPerSecond).spread() : "-");
        }
        for (double percentile : new double[] {50, 99, 99.9}) {
            cells.add(Cells.whole(
                    result.sample(client, round -> round.micros(percentile)).median()));
        }
        cells.add(Cells.whole(result.sample(client, round -> round.micros(100)).max()));
        cells.add(Cells.tenths(result.sample(client, Round::p99ToP50).median()));
        cells.add(Cells.tenths(result.sample(client, Round::processCpuMicros).median()));
        cells.add(Cells.tenths(result.sample(client, Round::threadCpuMicros).median()));
        cells.add(Cells.tenths(result.sample(client, Round::serverCpuMicros).median()));
        cells.add(Cells.whole(result.sample(client, Round::allocatedBytes).median()));
        cells.add(
                Cells.whole(result.peers().getOrDefault(client, PeerCount.NONE).peak()));
        cells.add(Cells.others(result.otherCores(client)));
        cells.add(Cells.whole(result.sample(client, Round::opsPerSecond).median()));
        table.row(cells.toArray(String[]::new));
    }

    void print(PrintStream out) {
        table.print(out);
    }
}
