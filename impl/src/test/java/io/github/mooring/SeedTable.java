package io.github.mooring;

import io.github.mooring.specification.SpecificationCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table in {@code docs/seeds.md}: what each row promises, the tests that hold it, and how it stands. */
final class SeedTable {
    private static final Pattern LINE =
            Pattern.compile("\\| ([A-Z]\\d+) \\| (.+?) \\| (.*?) \\| (holds|differs: .+|later: .+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    /** One row; a test is named as {@code Class#method}. */
    record Row(String id, String meaning, List<String> tests, String status) {
        boolean isLater() {
            return status.startsWith("later");
        }
    }

    private SeedTable() {}

    static Path path() {
        return SpecificationCases.projectRoot().resolve("docs").resolve("seeds.md");
    }

    /** The ids that there have to be, in their order. */
    static List<String> expectedIds() {
        return Stream.of(
                        ids('R', 1, 9),
                        ids('C', 1, 10),
                        ids('J', 1, 9),
                        ids('N', 1, 10),
                        ids('M', 20, 26),
                        ids('M', 30, 39),
                        ids('M', 40, 46),
                        ids('M', 50, 53),
                        ids('M', 60, 63),
                        ids('F', 1, 36))
                .flatMap(ids -> ids)
                .toList();
    }

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(path())) {
            if (line.matches("\\| [A-Z]\\d.*")) {
                rows.add(row(line));
            }
        }
        return rows;
    }

    /** Writes into each row the tests that are named by it. */
    static void write(Map<String, Set<String>> idsByTest) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(path())) {
            lines.add(line.matches("\\| [A-Z]\\d.*") ? withTests(row(line), idsByTest) : line);
        }
        Files.write(path(), lines);
    }

    private static String withTests(Row row, Map<String, Set<String>> idsByTest) {
        String tests = idsByTest.entrySet().stream()
                .filter(test -> test.getValue().contains(row.id()))
                .map(test -> "`" + test.getKey() + "`")
                .collect(Collectors.joining(", "));
        return String.join(" | ", "| " + row.id(), row.meaning(), tests, row.status() + " |");
    }

    private static Row row(String line) {
        Matcher cells = LINE.matcher(line);
        if (!cells.matches()) {
            throw new AssertionError(
                    path() + ": not a row (id | meaning | tests | holds, differs: why, or later: where): " + line);
        }
        return new Row(cells.group(1), cells.group(2), tests(cells.group(3)), cells.group(4));
    }

    private static List<String> tests(String cell) {
        List<String> tests = TEST.matcher(cell)
                .results()
                .map(m -> m.group(1) + "#" + m.group(2))
                .toList();
        String rest = TEST.matcher(cell).replaceAll("").replaceAll("[,\\s]", "");
        if (!rest.isEmpty()) {
            throw new AssertionError(
                    path() + ": tests are named as `Class#method`, with commas between them, but there is: " + cell);
        }
        return tests;
    }

    private static Stream<String> ids(char letter, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> letter + "" + number);
    }
}
