package io.github.mooring.client;

import io.github.mooring.notice.CheckOutNotice;
import io.github.mooring.notice.CommandNotice;
import io.github.mooring.notice.ConnectionClosedNotice;
import io.github.mooring.notice.ConnectionOpenedNotice;
import io.github.mooring.notice.ElectionNotice;
import io.github.mooring.notice.HelloNotice;
import io.github.mooring.notice.TopologyChangeNotice;
import io.github.mooring.notice.TransactionNotice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of everything that the Flight Recorder is told by the library, however short. Close it. */
public final class FlightRecording implements AutoCloseable {
    private static final List<Class<? extends Event>> ALL = List.of(
            CheckOutNotice.class,
            CommandNotice.class,
            ConnectionClosedNotice.class,
            ConnectionOpenedNotice.class,
            ElectionNotice.class,
            HelloNotice.class,
            TopologyChangeNotice.class,
            TransactionNotice.class);

    private final Recording recording = new Recording();

    private FlightRecording() {}

    public static FlightRecording start() {
        FlightRecording started = new FlightRecording();
        ALL.forEach(type -> started.recording.enable(type).withThreshold(Duration.ZERO));
        started.recording.start();
        return started;
    }

    /** Ends the recording; returns what was recorded. */
    public List<RecordedEvent> stop() {
        recording.stop();
        return events();
    }

    /** What was recorded so far. */
    List<RecordedEvent> events() {
        try {
            Path file = Files.createTempFile("mooring", ".jfr");
            try {
                recording.dump(file);
                return RecordingFile.readAllEvents(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events of one kind. */
    static List<RecordedEvent> of(List<RecordedEvent> all, String name) {
        return all.stream()
                .filter(event -> event.getEventType().getName().equals("io.github.mooring." + name))
                .toList();
    }

    @Override
    public void close() {
        recording.close();
    }
}
