package io.github.mooring.bench.table;

import io.github.mooring.bench.canned.PeerCount;
import io.github.mooring.bench.client.Operation;
import io.github.mooring.bench.load.Clients;
import io.github.mooring.bench.load.Contest;
import io.github.mooring.bench.load.Contestant;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.report.Cells;
import io.github.mooring.bench.report.Targets;
import io.github.mooring.bench.report.TextTable;
import java.util.List;
import java.util.Map;

/** Sockets that a client opens when many threads want one at once and dialing takes long, counted by the server. */
final class SocketTable implements BenchTable {
    private static final Point POINT = new Point(64, 4);
    private static final int TIMES = 3;
    /** A client's monitor has a connection that is no pool's. */
    private static final int MONITORS = 1;

    @Override
    public String name() {
        return "sockets";
    }

    @Override
    public String title() {
        return "connections open at once, counted by the server, while 64 threads begin with maxPoolSize 4 and a "
                + "handshake takes 50 ms; the monitor's is one more";
    }

    @Override
    public void print(Bench bench) throws Exception {
        TextTable table = new TextTable("<client", "limit", "most at once", "of them with requests", "opened in all");
        for (int i = 0; i < TIMES; i++) {
            bench.progress("sockets, " + (i + 1) + " of " + TIMES);
            List<Contestant> contestants =
                    List.of(Clients.mooring(POINT, bench.options().mooringOptions()), Clients.vendor(POINT));
            try (Contest contest = new Contest(bench.server(), Bench.SLOW_DIAL, Operation.FIND, contestants)) {
                contest.rounds(1, bench.options().turn());
                Map<String, PeerCount> peers = contest.peers();
                peers.forEach((client, count) -> table.row(
                        client,
                        Cells.whole(POINT.pool()),
                        Cells.whole(count.peak()),
                        Cells.whole(count.carrierPeak()),
                        Cells.whole(count.accepted())));
                int excess = peers.getOrDefault(Clients.MOORING, PeerCount.NONE).peak() - MONITORS - POINT.pool();
                bench.figures().merge(Targets.EXCESS_SOCKETS, Math.max(0, excess), Math::max);
            }
        }
        table.print(bench.out());
    }
}
