package io.github.mooring.client;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;

/**
 * A virtual thread that could not leave its carrier while it waited.
 *
 * @param waitedIn  where, the innermost frame first
 * @param operation what it did, as the JDK calls it; empty if it is one that does not say
 * @param reason    why it could not leave, likewise
 */
record Pinning(List<RecordedFrame> waitedIn, String operation, String reason) {
    static final String EVENT = "jdk.VirtualThreadPinned";

    /** What the JDK itself runs in a caller's stead to find, make and link classes. */
    private static final List<String> CLASS_LOADING = List.of(
            "java.lang.ClassLoader",
            "java.lang.invoke.",
            "java.lang.runtime.",
            "jdk.internal.loader.",
            "jdk.internal.classfile.");

    static Pinning of(RecordedEvent event) {
        RecordedStackTrace trace = event.getStackTrace();
        return new Pinning(
                trace == null ? List.of() : trace.getFrames(),
                text(event, "blockingOperation"),
                text(event, "pinnedReason"));
    }

    private static String text(RecordedEvent event, String field) {
        return event.hasField(field) ? String.valueOf(event.getString(field)) : "";
    }

    /**
     * Whether it waited for another thread to find, link or initialize a class. That happens once for each class, to
     * whoever comes second, whatever the code is like; everything else is the doing of the code.
     */
    boolean isByClassLoading() {
        return reason.startsWith("Waited for initialization of ") || isInsideOfLoading() || isOnLockOfTheJvm();
    }

    /** Between the innermost frame and the first of ours, which has called no more than it had to. */
    private boolean isInsideOfLoading() {
        return waitedIn.stream()
                .takeWhile(frame -> !className(frame).startsWith("io.github.mooring."))
                .anyMatch(Pinning::isOfLoading);
    }

    private static boolean isOfLoading(RecordedFrame frame) {
        return frame.getMethod().getName().equals("<clinit>")
                || CLASS_LOADING.stream().anyMatch(className(frame)::startsWith);
    }

    /** Waiting for a monitor, in a method that has to do with none: the JVM's own, under which it links a class. */
    private boolean isOnLockOfTheJvm() {
        return operation.equals("Contended monitor enter")
                && !waitedIn.isEmpty()
                && !Monitors.isUsedBy(waitedIn.get(0).getMethod());
    }

    private static String className(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    /** For whoever has to find out what is wrong. */
    String describe(int mostFrames) {
        List<String> lines = new ArrayList<>();
        lines.add("pinned: " + operation + "; " + reason);
        waitedIn.stream()
                .limit(mostFrames)
                .map(frame ->
                        "    at " + className(frame) + "." + frame.getMethod().getName() + ":" + frame.getLineNumber())
                .forEach(lines::add);
        return lines.stream().collect(Collectors.joining(System.lineSeparator()));
    }
}
