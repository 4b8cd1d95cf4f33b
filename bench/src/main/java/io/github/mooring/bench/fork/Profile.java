package io.github.mooring.bench.fork;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * A flight recording of this JVM, and what it says by parts of the code; confined to one thread.
 *
 * <p>From JDK 25 on the samples are of processor time, the kernel's included. Before, they are of running Java code: what
 * system calls take is not in them.
 */
final class Profile implements AutoCloseable {
    private static final String CPU_TIME = "jdk.CPUTimeSample";
    private static final String EXECUTION = "jdk.ExecutionSample";
    private static final String ALLOCATION = "jdk.ObjectAllocationSample";
    /** Chosen: some thousand samples in ten seconds on two processors. */
    private static final Duration PERIOD = Duration.ofMillis(10);

    private final Recording recording;

    private Profile(Recording recording) {
        this.recording = recording;
    }

    /** Whether this JVM's samples are of processor time. */
    static boolean hasCpuTime() {
        return FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .map(EventType::getName)
                .anyMatch(CPU_TIME::equals);
    }

    /** Begins to record. */
    static Profile start() {
        Recording recording = new Recording();
        if (hasCpuTime()) {
            recording.enable(CPU_TIME).with("throttle", PERIOD.toMillis() + "ms");
        } else {
            recording.enable(EXECUTION).withPeriod(PERIOD);
        }
        recording.enable(ALLOCATION).with("throttle", "1000/s");
        recording.start();
        return new Profile(recording);
    }

    /** Ends and writes it. */
    void dump(Path file) throws IOException {
        recording.stop();
        recording.dump(file);
    }

    @Override
    public void close() {
        recording.close();
    }

    /** The parts of a recording, the largest share of processor time first. */
    static Map<String, Share> parts(Path file) throws IOException {
        Map<String, Double> cpu = new TreeMap<>();
        Map<String, Double> allocation = new TreeMap<>();
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                switch (event.getEventType().getName()) {
                    case CPU_TIME, EXECUTION -> cpu.merge(Parts.of(event.getStackTrace()), 1.0, Double::sum);
                    case ALLOCATION ->
                        allocation.merge(
                                Parts.of(event.getStackTrace()), (double) event.getLong("weight"), Double::sum);
                    default -> {
                        // the recorder's own
                    }
                }
            }
        }
        return shares(cpu, allocation);
    }

    private static Map<String, Share> shares(Map<String, Double> cpu, Map<String, Double> allocation) {
        double allCpu = sum(cpu);
        double allAllocation = sum(allocation);
        List<String> names = Stream.concat(cpu.keySet().stream(), allocation.keySet().stream())
                .distinct()
                .sorted((a, b) -> Double.compare(cpu.getOrDefault(b, 0.0), cpu.getOrDefault(a, 0.0)))
                .toList();
        Map<String, Share> shares = new LinkedHashMap<>();
        names.forEach(name -> shares.put(
                name,
                new Share(cpu.getOrDefault(name, 0.0) / allCpu, allocation.getOrDefault(name, 0.0) / allAllocation)));
        return shares;
    }

    private static double sum(Map<String, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** What a part takes of the whole. */
    record Share(double cpu, double allocation) {}
}
