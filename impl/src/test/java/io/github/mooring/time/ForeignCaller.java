package io.github.mooring.time;

import java.time.Duration;

/** Code of an application: a test loads it once more, by a loader of its own. */
public final class ForeignCaller {
    private ForeignCaller() {}

    /** Is the first to ask the runner for something, so that its threads are made on this stack. */
    public static void start(DaemonTaskRunner runner, Runnable task) {
        runner.repeat("first", Duration.ofHours(1), task);
    }
}
