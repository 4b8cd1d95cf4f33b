package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages about servers show what the in-container tests run, and nothing else. */
class ServerPagesTest {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Path PAGES = ROOT.resolve("docs/servers");
    private static final Pattern BLOCK =
            Pattern.compile("(?:^<!-- (\\S+) -->\\n)?^```\\w*\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            return pages.toList();
        }
    }

    private static Stream<Path> serverPages() {
        return Stream.of("wildfly", "payara", "glassfish", "open-liberty").map(server -> PAGES.resolve(server + ".md"));
    }

    private static List<String> linesOf(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockIsAPartOfTheFileThatItNames(Path page) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(page));
        while (blocks.find()) {
            assertThat(blocks.group(1)).as("the file of%n%s", blocks.group(2)).isNotNull();
            List<String> file = linesOf(Files.readString(ROOT.resolve(blocks.group(1))));
            List<String> block = linesOf(blocks.group(2));
            assertThat(Collections.indexOfSubList(file, block))
                    .as("%s does not have, in one piece,%n%s", blocks.group(1), blocks.group(2))
                    .isNotNegative();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatIsLinkedIsThere(Path page) throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher links = LINK.matcher(Files.readString(page));
        while (links.find()) {
            if (!Files.exists(page.resolveSibling(links.group(1)))) {
                missing.add(links.group(1));
            }
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("serverPages")
    void everyServerThatIsRunHasTheSameSections(Path page) throws IOException {
        assertThat(Files.readString(page).lines().filter(line -> line.startsWith("## ")))
                .containsSubsequence(
                        "## What runs",
                        "## The archive and a factory",
                        "## In an EAR",
                        "## Which classes an application sees",
                        "## The name",
                        "## Pool settings",
                        "## Credentials",
                        "## Transactions",
                        "## Statistics",
                        "## Traps");
    }
}
