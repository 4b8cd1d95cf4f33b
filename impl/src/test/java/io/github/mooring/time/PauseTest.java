package io.github.mooring.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PauseTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();
    private final Cancellation one = new Cancellation();
    private final Cancellation other = new Cancellation();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private Future<Boolean> begun() throws InterruptedException {
        Future<Boolean> result = threads.submit(() -> new Pause(clock.clock()).await(SECOND, one, other));
        clock.awaitWaiters(1);
        return result;
    }

    private static boolean get(Future<Boolean> result) throws Exception {
        return result.get(40, TimeUnit.SECONDS);
    }

    @Test
    void itLastsAsLongAsItShall() throws Exception {
        Future<Boolean> pause = begun();

        clock.advance(SECOND.minusNanos(1));
        clock.awaitWaiters(1);
        assertThat(pause).isNotDone();
        clock.advance(Duration.ofNanos(1));

        assertThat(get(pause)).isTrue();
    }

    @Test
    void eitherOfTwoTokensEndsIt() throws Exception {
        Future<Boolean> first = begun();
        other.cancel();
        assertThat(get(first)).isFalse();

        assertThat(new Pause(clock.clock()).await(SECOND, one, other))
                .as("ended before it began")
                .isFalse();
    }

    @Test
    void noTimeIsNoWait() throws Exception {
        assertThat(new Pause(clock.clock()).await(Duration.ZERO, one, Cancellation.none()))
                .isTrue();
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> new Pause(Clock.system()).await(SECOND, one, other));
    }
}
