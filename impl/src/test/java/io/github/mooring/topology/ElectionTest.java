package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two primaries is the later one: the latest election so far, the one that is claimed, and the latest one after that. */
class ElectionTest {
    private static final int MONGODB_5 = 13;
    private static final int MONGODB_6 = 17;
    private static final String STALE = "stale";

    @ParameterizedTest
    @CsvSource({
        "-/-, -/-, -/-",
        "-/-, 1/1, 1/1",
        "-/-, -/1, -/1",
        "1/1, 1/1, 1/1",
        "1/1, 1/2, 1/2",
        "1/2, 1/1, stale",
        "1/5, 2/1, 2/1",
        "2/1, 1/5, stale",
        "2/1, 1/-, stale",
        "1/1, -/5, stale",
        "1/1, -/-, stale",
        "1/1, 1/-, stale",
        "-/5, 1/-, 1/-",
        "-/5, -/5, -/5",
        "-/5, -/4, stale",
        "7f/1, ff/1, ff/1",
        "ff/1, 7f/1, stale"
    })
    void fromMongoDb6OnTheElectionCountsFirst(String latest, String claimed, String after) {
        assertThat(election(latest).after(election(claimed), MONGODB_6)).isEqualTo(optional(after));
    }

    @ParameterizedTest
    @CsvSource({
        "-/-, -/-, -/-",
        "-/-, 1/1, 1/1",
        "-/-, -/1, -/1",
        "-/-, 1/-, -/-",
        "1/1, 1/1, 1/1",
        "1/1, 2/1, 2/1",
        "2/1, 1/1, stale",
        "1/2, 2/1, stale",
        "2/1, 1/2, 1/2",
        "1/2, -/1, 1/2",
        "1/1, -/2, 1/2",
        "1/1, -/-, 1/1",
        "1/1, 2/-, 1/1",
        "-/2, 1/1, 1/2",
        "7f/1, ff/1, ff/1"
    })
    void beforeThatTheConfigurationDid(String latest, String claimed, String after) {
        assertThat(election(latest).after(election(claimed), MONGODB_5)).isEqualTo(optional(after));
    }

    private static Optional<Election> optional(String text) {
        return text.equals(STALE) ? Optional.empty() : Optional.of(election(text));
    }

    private static Election election(String text) {
        int slash = text.indexOf('/');
        return new Election(id(text.substring(0, slash)), version(text.substring(slash + 1)));
    }

    /** The first byte of an id decides. */
    private static @Nullable ObjectId id(String text) {
        return text.equals("-") ? null : new ObjectId(("0" + text).substring(text.length() - 1) + "0".repeat(22));
    }

    private static @Nullable Long version(String text) {
        return text.equals("-") ? null : Long.valueOf(text);
    }
}
