package io.github.mooring.bench.table;

import java.util.List;

/** All tables there are, in the order of the report. Stateless. */
public final class Tables {
    private static final List<BenchTable> ALL = List.of(
            new MatrixTable(),
            new FairnessTable(),
            new SharingTable(),
            new LinkTable(),
            new ServiceTable(),
            new VirtualTable(),
            new AllocationTable(),
            new PoolTable(),
            new IdleTable(),
            new SocketTable(),
            new CallTable(),
            new ProfileTable(),
            new FailoverTable());

    private Tables() {}

    /** Their names. */
    static List<String> names() {
        return ALL.stream().map(BenchTable::name).toList();
    }

    /** Prints those that were asked for. */
    public static void print(Bench bench) throws Exception {
        for (BenchTable table : ALL) {
            if (bench.options().tables().contains(table.name())) {
                bench.out().printf("%n## %s: %s%n%n", table.name(), table.title());
                bench.out().flush();
                table.print(bench);
            }
        }
    }
}
