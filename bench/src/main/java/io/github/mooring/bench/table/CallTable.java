package io.github.mooring.bench.table;

import io.github.mooring.bench.fork.ForkedJvm;
import io.github.mooring.bench.fork.LoadMain;
import io.github.mooring.bench.fork.SystemCalls;
import io.github.mooring.bench.load.Clients;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.report.Cells;
import io.github.mooring.bench.report.TextTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** System calls of each find. */
final class CallTable implements BenchTable {
    private static final List<Point> POINTS =
            List.of(new Point(1, 1), new Point(16, 16), new Point(16, 4), new Point(64, 4));
    private static final List<Point> QUICK = List.of(new Point(16, 4));
    private static final List<String> READS = List.of("read", "recvfrom", "recvmsg", "readv");
    private static final List<String> WRITES = List.of("write", "sendto", "sendmsg", "writev");
    private static final List<String> POLLS = List.of("poll", "ppoll", "epoll_wait", "epoll_pwait", "epoll_ctl");
    private static final List<String> FUTEXES = List.of("futex");
    private static final int WARM_UP_SHARE = 4;

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public String title() {
        return "system calls of the client's process per find, counted by strace, which slows it down";
    }

    @Override
    public void print(Bench bench) throws Exception {
        if (!SystemCalls.canCount()) {
            bench.out().println("skipped: there is no strace on the path (Debian: apt-get install strace)");
            return;
        }
        TextTable table = new TextTable(
                "threads x pool", "<client", "reads", "writes", "polls", "futex", "others", "all", "finds counted");
        for (String client : List.of(Clients.MOORING, Clients.VENDOR, Clients.RAW)) {
            try (ForkedJvm jvm = start(bench, client)) {
                for (Point point : bench.options().quick() ? QUICK : POINTS) {
                    bench.progress("system calls of " + client + ", " + point);
                    table.row(row(bench, jvm, client, point));
                }
            } catch (IOException e) {
                bench.out().println("skipped: cannot trace " + client + ": " + e.getMessage());
            }
        }
        table.print(bench.out());
    }

    private static ForkedJvm start(Bench bench, String client) throws IOException {
        return new ForkedJvm(
                Forks.ownJava(),
                Forks.jvmOptions(),
                LoadMain.class,
                bench.server().text(),
                client,
                bench.options().mooringOptions());
    }

    private static String[] row(Bench bench, ForkedJvm jvm, String client, Point point)
            throws IOException, InterruptedException {
        jvm.send("open " + point.threads() + " " + point.pool() + " "
                + bench.options().warmUp() / WARM_UP_SHARE);
        Forks.require("ready", jvm.receive());
        SystemCalls calls = SystemCalls.of(jvm.pid());
        jvm.send("run " + bench.options().turn().toMillis() * 2);
        double finds = Long.parseLong(jvm.receive());
        Map<String, Long> counts = calls.stop();
        double all = counts.values().stream().mapToLong(Long::longValue).sum();
        double known = sum(counts, READS) + sum(counts, WRITES) + sum(counts, POLLS) + sum(counts, FUTEXES);
        return new String[] {
            point.toString(),
            client,
            Cells.hundredths(sum(counts, READS) / finds),
            Cells.hundredths(sum(counts, WRITES) / finds),
            Cells.hundredths(sum(counts, POLLS) / finds),
            Cells.hundredths(sum(counts, FUTEXES) / finds),
            Cells.hundredths((all - known) / finds),
            Cells.hundredths(all / finds),
            Cells.whole(finds)
        };
    }

    private static double sum(Map<String, Long> counts, List<String> names) {
        return names.stream().mapToLong(name -> counts.getOrDefault(name, 0L)).sum();
    }
}
