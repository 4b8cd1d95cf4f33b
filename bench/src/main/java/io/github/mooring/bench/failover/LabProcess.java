package io.github.mooring.bench.failover;

import io.github.mooring.bench.fork.ForkedJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A running {@link LabServer}, seen from the benchmark; confined to one thread. */
public final class LabProcess implements AutoCloseable {
    private final ForkedJvm jvm;
    private final String uri;
    private int names;

    /**
     * Starts it.
     *
     * @param java           a JVM's launcher
     * @param jvmOptions     its options
     * @param maxWireVersion the newest protocol of its members
     */
    public LabProcess(String java, List<String> jvmOptions, int maxWireVersion) throws IOException {
        this.jvm = new ForkedJvm(java, jvmOptions, LabServer.class, Integer.toString(maxWireVersion));
        this.uri = jvm.receive();
    }

    /** Its processor time so far; zero where that cannot be told. */
    public Duration cpuTime() {
        return ProcessHandle.of(jvm.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** A part of a collection's name that has not been used before. */
    String freshName() {
        return "counts-" + names++;
    }

    /** The connection string of all members, which has options already. */
    String uri() {
        return uri;
    }

    /** There is no primary any more when this returns. */
    void depose(boolean byCrash) throws IOException {
        order(byCrash ? LabServer.CRASH : LabServer.STEP_DOWN);
    }

    /**
     * There is a new primary when this returns.
     *
     * @return since when, by the clock that {@link System#nanoTime} reads in all JVMs of a machine
     */
    long elect() throws IOException {
        long before = System.nanoTime();
        jvm.send(LabServer.ELECT);
        long elected = Long.parseLong(jvm.receive());
        if (elected < before || elected > System.nanoTime()) {
            throw new IOException("the JVMs of this machine do not share a clock: an election at " + elected
                    + " was asked for at " + before);
        }
        return elected;
    }

    /** All members are up when this returns. */
    void recover() throws IOException {
        order(LabServer.RECOVER);
    }

    /** What the members need no more is collected when this returns. */
    void collectGarbage() throws IOException {
        order(LabServer.COLLECT);
    }

    private void order(String order) throws IOException {
        jvm.send(order);
        String answer = jvm.receive();
        if (!answer.equals(LabServer.DONE)) {
            throw new IOException("the lab answered '" + answer + "' to " + order);
        }
    }

    @Override
    public void close() {
        jvm.close();
    }
}
