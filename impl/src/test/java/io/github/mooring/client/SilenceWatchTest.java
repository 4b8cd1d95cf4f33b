package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.MonitorConnection;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.ManualClock;
import io.github.mooring.topology.MonitorSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is asked, and what follows from what comes back; in a time that stands still until it is moved. */
class SilenceWatchTest {
    private static final ServerAddress SERVER = new ServerAddress("db.example", 27017);
    private static final MonitorSettings SETTINGS =
            new MonitorSettings(Duration.ofSeconds(10), Duration.ofSeconds(10), true, Duration.ofSeconds(2));

    private final ManualClock clock = new ManualClock();
    private final ManualTaskRunner tasks = new ManualTaskRunner();
    private final List<String> verdicts = new ArrayList<>();
    private final List<Duration> questions = new ArrayList<>();
    /** What becomes of a question that has so much time. */
    private Function<Deadline, MongoException> answer = this::nothing;

    private final SilenceWatch watch = new SilenceWatch(
            SERVER, this::ask, SETTINGS, tasks, clock.clock(), (reason, start) -> verdicts.add(reason));

    private MonitorConnection ask(Deadline deadline, Cancellation cancellation) {
        questions.add(deadline.budget());
        throw answer.apply(deadline);
    }

    private MongoException nothing(Deadline deadline) {
        while (!deadline.isExpired()) {
            look(true, false, 1);
        }
        return failure("timed out", null);
    }

    private static MongoException failure(String text, @Nullable IOException cause) {
        return new MongoConnectException(text, ErrorContext.unsent(SERVER), cause);
    }

    private void look(boolean awaited, boolean spoken, int times) {
        for (int i = 0; i < times; i++) {
            clock.advance(Duration.ofMillis(100));
            watch.look(awaited, spoken);
        }
    }

    @Test
    void aServerThatDoesNotAnswerInTheOtherHalfOfTheTimeIsGone() {
        watch.start();
        look(true, false, 9);
        assertThat(questions).isEmpty();

        look(true, false, 1);

        assertThat(questions).containsExactly(Duration.ofSeconds(1));
        assertThat(verdicts)
                .containsExactly(
                        "nothing has come from db.example:27017 over any connection for 2000 ms (silenceProbeMS)"
                                + " while operations waited for it, and it was asked in vain: timed out");
    }

    @Test
    void afterAVerdictSilenceBeginsAnew() {
        watch.start();
        look(true, false, 10);

        look(true, false, 9);

        assertThat(questions).hasSize(1);
        look(true, false, 1);
        assertThat(verdicts).hasSize(2);
    }

    @Test
    void nobodyIsAskedForWhomNobodyWaitsOrWhoSpeaks() {
        watch.start();

        look(false, false, 50);
        look(true, true, 50);
        for (int i = 0; i < 50; i++) {
            watch.heard();
            look(true, false, 1);
        }

        assertThat(questions).isEmpty();
    }

    @Test
    void aServerThatRefusesIsThere() {
        answer = deadline -> failure("refused", new ConnectException("Connection refused"));
        watch.start();

        look(true, false, 40);

        assertThat(verdicts).isEmpty();
        assertThat(questions).as("asked about once a second").hasSizeBetween(3, 4);
    }

    @Test
    void whatThisSideSaysOfAServerIsNoAnswer() {
        answer = deadline -> failure("no route", new NoRouteToHostException("No route to host"));
        watch.start();

        look(true, false, 21);

        assertThat(questions).as("asked again and again").hasSizeGreaterThan(5);
        assertThat(verdicts).singleElement().asString().endsWith("no route");
    }

    @Test
    void aConnectTimeoutShorterThanWhatIsLeftIsNoAnswerEither() {
        SilenceWatch hasty = new SilenceWatch(
                SERVER,
                this::ask,
                new MonitorSettings(Duration.ofSeconds(10), Duration.ofMillis(50), true, Duration.ofSeconds(2)),
                tasks,
                clock.clock(),
                (reason, start) -> verdicts.add(reason));
        answer = deadline -> {
            clock.advance(Duration.ofMillis(50));
            return failure("timed out", null);
        };
        hasty.start();

        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMillis(100));
            hasty.look(true, false);
        }

        assertThat(verdicts).hasSize(1);
    }

    @Test
    void whoSpeaksWhileItIsAskedIsThere() {
        answer = deadline -> {
            look(true, false, 4);
            look(true, true, 1);
            look(true, false, 5);
            return failure("timed out", null);
        };
        watch.start();

        look(true, false, 10);

        assertThat(questions).hasSize(1);
        assertThat(verdicts).isEmpty();
    }

    @Test
    void aProcessThatStandsStillBlamesNobody() {
        answer = deadline -> {
            clock.advance(Duration.ofSeconds(30));
            return failure("timed out", null);
        };
        watch.start();

        look(true, false, 10);

        assertThat(questions).hasSize(1);
        assertThat(verdicts).isEmpty();
    }

    @Test
    void aWatchThatIsClosedAsksNobody() {
        watch.start();
        watch.close();
        watch.close();

        look(true, false, 40);

        assertThat(questions).isEmpty();
        assertThat(tasks.size()).isZero();
    }

    @Test
    void whatIsFoundOutAfterTheCloseIsNobodysBusiness() {
        answer = deadline -> {
            MongoException late = nothing(deadline);
            watch.close();
            return late;
        };
        watch.start();

        look(true, false, 10);

        assertThat(verdicts).isEmpty();
    }
}
