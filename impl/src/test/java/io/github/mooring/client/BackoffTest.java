package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long who was refused by an overloaded server waits; chance is the test's. */
class BackoffTest {
    private static final ErrorContext CONTEXT = ErrorContext.sent(new ServerAddress("db.example", 27017));

    private static MongoException refusal(String more) {
        return new MongoCommandException("find", "too much", CONTEXT, "{\"ok\": 0.0, \"code\": 462" + more + "}");
    }

    private static long longest(int retry, MongoException refusal) {
        return new Backoff(() -> 1).before(retry, refusal).toMillis();
    }

    @ParameterizedTest
    @CsvSource({"1, 200", "2, 400", "3, 800", "6, 6400", "7, 10000", "2000000000, 10000"})
    void theLongestWaitDoublesUpToTenSeconds(int retry, long millis) {
        assertThat(longest(retry, refusal(""))).isEqualTo(millis);
        assertThat(longest(retry, new MongoConnectException("refused", CONTEXT, null)))
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "50, 100",
        "2.5, 5",
        "6000, 10000",
        "0, 200",
        "-1, 200",
        "'\"x\"', 200",
        "{\"$numberLong\": \"70\"}, 140"
    })
    void theServerMayNameAnotherBeginning(String base, long millis) {
        assertThat(longest(1, refusal(", \"baseBackoffMS\": " + base))).isEqualTo(millis);
    }

    @Test
    void chanceTakesAwayAsMuchAsItLikes() {
        assertThat(new Backoff(() -> 0).before(2, refusal(""))).isZero();
        assertThat(new Backoff(() -> 0.25).before(2, refusal(""))).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void waitsOfThoseWhoWereRefusedTogetherDiffer() {
        Backoff backoff = new Backoff(new Random(42)::nextDouble);

        assertThat(IntStream.range(0, 100).mapToObj(i -> backoff.before(1, refusal(""))))
                .allMatch(wait -> wait.toMillis() < 200)
                .doesNotHaveDuplicates();
    }
}
