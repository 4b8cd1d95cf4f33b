package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.StressPlan;
import java.util.List;

/** The threads of a stress run: what escapes one of them ends the run. Stateless. */
final class StressThread {
    private StressThread() {}

    /** A thread, not yet begun. */
    static Thread of(String name, Runnable work, StressOutcomes outcomes) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | Error e) {
                        outcomes.fail(e);
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for its end. */
    static void join(Thread thread, StressPlan plan) throws InterruptedException {
        thread.join(plan.patienceMillis());
        assertThat(thread.isAlive())
                .as("%s has not ended: %s, %s", thread, List.of(thread.getStackTrace()), plan)
                .isFalse();
    }
}
