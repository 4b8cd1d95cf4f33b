package io.github.mooring.jca;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/**
 * The pulse of a timer that the container has made; thread-safe, because the timer is.
 */
final class TimerPulse implements Pulse {
    private static final Logger LOG = System.getLogger(TimerPulse.class.getName());

    private final Timer timer;

    TimerPulse(Timer timer) {
        this.timer = timer;
    }

    @Override
    public void after(long delayNanos, Runnable action) {
        try {
            timer.schedule(new Call(action), delayNanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(delayNanos - 1) + 1);
        } catch (IllegalStateException e) {
            // cancelled by close(), or by a container that ends its timers before it calls stop
            LOG.log(Level.DEBUG, "the timer is cancelled; what was due later will not run", e);
        }
    }

    @Override
    public void nudge() {
        // a timer has its thread from the start
    }

    @Override
    public void close() {
        timer.cancel();
    }

    /** What the timer holds until it is due. */
    private static final class Call extends TimerTask {
        private final Runnable action;

        Call(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            action.run();
        }
    }
}
