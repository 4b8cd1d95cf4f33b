package io.github.mooring.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** All platform threads that the JVM starts while this is open, however short they live, and who starts them. */
final class ThreadStarts implements AutoCloseable {
    private static final String EVENT = "jdk.ThreadStart";

    private final Recording recording = new Recording();

    ThreadStarts() {
        recording.enable(EVENT).withStackTrace();
        recording.start();
    }

    /** The starts so far. */
    List<Start> end() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("mooring", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(EVENT))
                    .map(Start::of)
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
    }

    /**
     * One start of a thread.
     *
     * @param name  of the new thread
     * @param stack the classes on the stack of the thread that started it, the innermost first
     */
    record Start(String name, List<String> stack) {
        static Start of(RecordedEvent event) {
            RecordedThread thread = Objects.requireNonNull(event.getThread("thread"), "a thread that starts");
            RecordedStackTrace trace = event.getStackTrace();
            Stream<RecordedFrame> frames = trace == null ? Stream.of() : trace.getFrames().stream();
            return new Start(
                    String.valueOf(thread.getJavaName()),
                    frames.map(frame -> frame.getMethod().getType().getName()).toList());
        }

        boolean isBy(String classNamePrefix) {
            return stack.stream().anyMatch(name -> name.startsWith(classNamePrefix));
        }
    }
}
