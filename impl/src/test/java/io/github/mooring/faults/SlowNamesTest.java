package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoTimeoutException;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.Scope;
import io.github.mooring.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A look-up of a host name that takes far longer than it may. */
@Timeout(300)
class SlowNamesTest {
    private static final int CALLERS = 12;
    private static final Duration SLOW = Duration.ofSeconds(2);
    /** For a busy machine; less than the look-ups of all callers take, one after the other. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final Writes writes = new Writes();
    private final SlowSockets sockets = new SlowSockets();

    @Test
    void aMemberThatIsFoundSlowlyHoldsNobodyUpWhoDoesNotNeedIt() throws Exception {
        try (Rig rig = Rig.start(Lab.builder().members(3), "heartbeatFrequencyMS=500", Clock.system(), sockets);
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(3);
            LabNode slow = rig.lab().secondaries().get(0);
            sockets.slow(slow.port(), SLACK.multipliedBy(3));
            slow.restart();
            var unused = load.takeLongest();
            load.awaitProgress(20);

            assertThat(load.takeLongest()).isLessThan(SLACK);
            sockets.slow(slow.port(), Duration.ZERO);
            load.end();
            assertThat(load.errors()).isEmpty();
            writes.assertKept(rig);
        }
    }

    @Test
    void aPrimaryThatIsFoundSlowlyIsFound() throws Exception {
        try (Rig rig = Rig.start(Lab.builder().members(3), "", Clock.system(), sockets);
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(3);
            LabNode next = rig.lab().secondaries().get(0);
            sockets.slow(next.port(), SLOW);
            rig.lab().stepDown(Duration.ofMinutes(1));
            rig.lab().electPrimary(next);
            load.awaitProgress(3);
            load.end();

            assertThat(load.errors()).isEmpty();
            writes.assertKept(rig);
        }
    }

    @Test
    void whoWaitsForOthersThatLookItUpIsFreeInTime() throws Exception {
        String options = "timeoutMS=200&maxConnecting=1&maxPoolSize=4";
        try (Rig rig = Rig.start(Lab.builder().members(1), options, Clock.system(), sockets);
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(3);
            sockets.slow(rig.primary().port(), SLOW);
            rig.primary().network().reset(Scope.operations());
            load.awaitErrors(CALLERS);
            sockets.slow(rig.primary().port(), Duration.ZERO);
            load.awaitProgress(3);
            load.end();

            assertThat(load.takeLongest())
                    .as("one look-up after the other, of whom one may wait for one")
                    .isLessThan(SLOW.multipliedBy(2).plus(SLACK));
            assertThat(load.errors())
                    .isNotEmpty()
                    .allMatch(e -> e instanceof MongoTimeoutException || e instanceof MongoSocketException);
            writes.assertKept(rig);
        }
    }
}
