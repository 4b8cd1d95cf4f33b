package io.github.mooring.testkit.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example of the kit's documentation, run. */
class ContractKitExampleTest {
    private static final Path HERE =
            Path.of("src/test/java/io/github/mooring/testkit/container/ContractKitExampleTest.java");
    private static final Path DOCUMENT = Path.of("../docs/contract-kit.md");

    // example
    @ParameterizedTest
    @EnumSource
    void connectionsSurviveEveryKindOfContainer(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            container.start(ToyAdapter.class, Map.of());
            FakePool pool = container.pool(ToyFactory.class, Map.of(), 10);
            ToyConnectionFactory connections = (ToyConnectionFactory) container.connectionFactory(pool);

            for (int i = 0; i < 100; i++) {
                ToyConnection connection = connections.open();
                connection.increment();
                connection.end();
            }
            pool.settle();
            assertThat(pool.created()).isLessThan(10);

            container.transactions().begin();
            connections.open().increment();
            assertThat(container.transactions().commit().committed()).isTrue();
        }
        assertThat(container.faults()).isEmpty();
    }
    // end

    @Test
    void theDocumentShowsThisCode() throws IOException {
        List<String> lines = Files.readAllLines(HERE);
        String code = String.join("\n", lines.subList(lines.indexOf("    // example") + 1, lines.indexOf("    // end")))
                .indent(-4);

        assertThat(Files.readString(DOCUMENT)).contains("```java\n" + code + "```\n");
    }
}
