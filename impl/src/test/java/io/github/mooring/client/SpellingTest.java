package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "a, '', 1",
        "'', ab, 2",
        "abc, abc, 0",
        "abc, ABC, 0",
        "abc, abd, 1",
        "abc, ac, 1",
        "abc, abxc, 1",
        "abc, acb, 1",
        "ca, abc, 3",
        "kitten, sitting, 3"
    })
    void countsKeystrokes(String left, String right, int edits) {
        assertThat(Spelling.edits(left, right)).isEqualTo(edits);
        assertThat(Spelling.edits(right, left)).isEqualTo(edits);
    }

    @Test
    void namesTheNearestIfItIsNear() {
        List<String> known = List.of("maxPoolSize", "tls", "w");

        assertThat(Spelling.nearest("MaxPoolSise", known)).contains("maxPoolSize");
        assertThat(Spelling.nearest("tsl", known)).contains("tls");
        assertThat(Spelling.nearest("xxx", known)).isEmpty();
        assertThat(Spelling.nearest("x", known)).isEmpty();
        assertThat(Spelling.nearest("", known)).isEmpty();
        assertThat(Spelling.nearest("m".repeat(100_000), known)).isEmpty();
    }
}
