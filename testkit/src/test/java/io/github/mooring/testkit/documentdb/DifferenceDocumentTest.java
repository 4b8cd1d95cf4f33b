package io.github.mooring.testkit.documentdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of differences in docs/lab.md is the one that is tested. */
class DifferenceDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "lab.md");

    @ParameterizedTest
    @EnumSource
    void eachDifferenceIsDocumentedAsItIs(Difference difference) throws IOException {
        List<String> document = Files.readAllLines(DOCUMENT);

        assertThat(document)
                .contains("| `" + difference + "` | `" + difference.command + "` | " + outcome(difference.memory)
                        + " | " + outcome(difference.documentDb) + " | " + difference.reason + " |");
    }

    private static String outcome(int code) {
        return code == 0 ? "done" : "error " + code;
    }
}
