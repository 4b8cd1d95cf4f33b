package io.github.mooring.bench.table;

import io.github.mooring.bench.fork.ForkedJvm;
import io.github.mooring.bench.fork.Jdks;
import io.github.mooring.bench.fork.LoadMain;
import io.github.mooring.bench.load.Clients;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.report.Cells;
import io.github.mooring.bench.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a find's processor time and garbage come from. */
final class ProfileTable implements BenchTable {
    private static final int CPU_TIME_SAMPLES_SINCE = 25;
    private static final int TURNS = 8;
    private static final List<Point> POINTS = List.of(new Point(16, 16), new Point(16, 4));

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public String title() {
        return "flight recorder's samples by the innermost known part of the stack, in percent: CPU / allocation";
    }

    @Override
    public void print(Bench bench) throws Exception {
        Optional<Jdks.Jdk> newer =
                Jdks.withVirtualThreads(bench.options().jdk()).filter(jdk -> jdk.feature() >= CPU_TIME_SAMPLES_SINCE);
        bench.out()
                .println(newer.map(jdk -> "JDK " + jdk.version() + ", samples of processor time, the kernel included")
                        .orElse("JDK " + Runtime.version() + ", samples of running Java code only; with a JDK of "
                                + CPU_TIME_SAMPLES_SINCE + " or more, of processor time with the kernel's"));
        bench.out().println();
        String java = newer.map(Jdks.Jdk::java).orElseGet(Forks::ownJava);
        Map<String, Map<String, String>> columns = new LinkedHashMap<>();
        for (String client : List.of(Clients.MOORING, Clients.VENDOR)) {
            for (Point point : POINTS) {
                bench.progress("profile of " + client + ", " + point);
                columns.put(client + " " + point, record(bench, java, client, point));
            }
        }
        print(columns, bench);
    }

    private static Map<String, String> record(Bench bench, String java, String client, Point point) throws IOException {
        Path file = Files.createTempFile("bench-profile", ".jfr");
        String options = bench.options().mooringOptions();
        try (ForkedJvm jvm = new ForkedJvm(
                java, Forks.jvmOptions(), LoadMain.class, bench.server().text(), client, options)) {
            jvm.send("open " + point.threads() + " " + point.pool() + " "
                    + bench.options().warmUp());
            Forks.require("ready", jvm.receive());
            jvm.send("record " + bench.options().turn().toMillis() * TURNS + " " + file);
            jvm.receive();
            Map<String, String> parts = new LinkedHashMap<>();
            String line = jvm.receive();
            while (!line.equals("end")) {
                String[] cells = line.split("\t", -1);
                parts.put(cells[0], percent(cells[1]) + " / " + percent(cells[2]));
                line = jvm.receive();
            }
            return parts;
        } finally {
            Files.delete(file);
        }
    }

    private static String percent(String share) {
        return Cells.whole(Double.parseDouble(share) * 100);
    }

    private static void print(Map<String, Map<String, String>> columns, Bench bench) {
        Set<String> parts = new LinkedHashSet<>();
        columns.values().forEach(column -> parts.addAll(column.keySet()));
        String[] titles = new String[columns.size() + 1];
        titles[0] = "<part";
        int at = 1;
        for (String title : columns.keySet()) {
            titles[at++] = title;
        }
        TextTable table = new TextTable(titles);
        for (String part : parts) {
            String[] cells = new String[titles.length];
            cells[0] = part;
            int cell = 1;
            for (Map<String, String> column : columns.values()) {
                cells[cell++] = column.getOrDefault(part, "-");
            }
            table.row(cells);
        }
        table.print(bench.out());
    }
}
