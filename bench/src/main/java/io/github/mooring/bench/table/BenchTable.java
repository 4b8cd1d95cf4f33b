package io.github.mooring.bench.table;

/** One table of the report; stateless. */
interface BenchTable {
    /** The name by which it is asked for. */
    String name();

    /** What it shows, in one line. */
    String title();

    /** Measures and prints. */
    void print(Bench bench) throws Exception;
}
