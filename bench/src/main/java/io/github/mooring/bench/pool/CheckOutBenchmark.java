package io.github.mooring.bench.pool;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Check-out and return, nothing in between. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CheckOutBenchmark {
    /** Which pool. */
    @Param({"mooring", "mooring, shared", "mooring, lease", "hikari", "agroal", "stormpot", "commons"})
    public String pool = "";

    /** Its size. */
    @Param({"4", "32"})
    public int size;

    private PoolUnderTest subject = new Nothing();

    /** Fills the pool. */
    @Setup
    public void open() throws Exception {
        subject = PoolUnderTest.of(pool, size);
    }

    /** Closes it. */
    @TearDown
    public void close() {
        subject.close();
    }

    /** One check-out with its return. */
    @Benchmark
    public Object checkOutAndReturn() throws Exception {
        return subject.cycle();
    }

    /** Before there is a pool. */
    private static final class Nothing implements PoolUnderTest {
        @Override
        public Object cycle() {
            throw new IllegalStateException("no pool is open");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
