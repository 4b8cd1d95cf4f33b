package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoTimeoutException;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.time.JumpingClock;
import io.github.mooring.time.Seed;
import java.time.Duration;
import java.util.Random;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clocks that do not go as they should. */
@Timeout(300)
class ClockJumpTest {
    private static final int CALLERS = 12;
    private static final int LEAPS = 6;
    private static final Duration LONGEST_LEAP = Duration.ofDays(2);

    private final Writes writes = new Writes();
    private final JumpingClock time = new JumpingClock();

    private Rig start() {
        String options = "maxIdleTimeMS=60000&maxLifeTimeMS=3600000";
        return Rig.start(Lab.builder().members(3), options, time.clock(), SocketFactory.getDefault());
    }

    @Test
    void aDateThatIsSetChangesNothing() throws Exception {
        try (Rig rig = start();
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(2);
            long opened = rig.factory().statistics().socketsOpened();
            for (int days : new int[] {1, -1, 10_000, -10_000}) {
                time.setDate(Duration.ofDays(days));
                load.awaitProgress(2);
            }
            load.end();

            assertThat(load.errors()).isEmpty();
            assertThat(rig.factory().statistics().socketsOpened())
                    .as("none was taken for too old, or needed in place of one")
                    .isLessThanOrEqualTo(opened + CALLERS);
            writes.assertKept(rig);
        }
    }

    /** Whatever has a time is over then: calls under way may end for that reason, connections and sessions are made anew. */
    @Test
    void aMachineThatWasHaltedForHoursOrDaysGoesOn() throws Exception {
        Random random = new Seed("ClockJumpTest").random();
        try (Rig rig = start();
                Load load = rig.load(CALLERS, writes)) {
            for (int i = 0; i < LEAPS; i++) {
                load.awaitProgress(2);
                time.leap(Duration.ofSeconds(1 + random.nextInt((int) LONGEST_LEAP.toSeconds())));
            }
            load.awaitProgress(2);
            load.end();

            assertThat(load.errors())
                    .hasSizeLessThanOrEqualTo(LEAPS * CALLERS)
                    .allMatch(e -> e instanceof MongoTimeoutException || e instanceof MongoSocketException);
            writes.assertKept(rig);
        }
    }
}
