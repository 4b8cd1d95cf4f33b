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
public final class ThreadStarts implements AutoCloseable {
    private static final String EVENT = "jdk.ThreadStart";

    private final Recording recording = new Recording();

    /** Begins. */
    public ThreadStarts() {
        recording.enable(EVENT).withStackTrace();
        recording.start();
    }

    /** The starts so far. */
    public List<Start> end() throws IOException {
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
    public record Start(String name, List<String> stack) {
        static Start of(RecordedEvent event) {
            RecordedThread thread = Objects.requireNonNull(event.getThread("thread"), "a thread that starts");
            RecordedStackTrace trace = event.getStackTrace();
            Stream<RecordedFrame> frames = trace == null ? Stream.of() : trace.getFrames().stream();
            return new Start(
                    String.valueOf(thread.getJavaName()),
                    frames.map(frame -> frame.getMethod().getType().getName()).toList());
        }

        /** Whether the class, or one inside of it, has done it: nobody stands between it and the JDK. */
        public boolean isBy(Class<?> starter) {
            return stack.stream()
                    .filter(className -> !className.startsWith("java.") && !className.startsWith("jdk."))
                    .findFirst()
                    .filter(className -> className.startsWith(starter.getName()))
                    .isPresent();
        }

        /** Whether code of the library's has caused it, other than these classes of the tests and the test kit. */
        public boolean isCausedByTheLibrary(Class<?>... tests) {
            return stack.stream()
                    .filter(className -> className.startsWith("io.github.mooring."))
                    .filter(className -> !className.startsWith("io.github.mooring.testkit."))
                    .anyMatch(className -> Stream.concat(Stream.of(EveryOperation.class, Crowd.class), Stream.of(tests))
                            .noneMatch(test -> className.startsWith(test.getName())));
        }

        @Override
        public String toString() {
            return name + " started by "
                    + stack.stream()
                            .takeWhile(name -> !name.startsWith("org.junit."))
                            .toList();
        }
    }
}
