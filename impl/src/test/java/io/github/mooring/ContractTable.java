package io.github.mooring;

import io.github.mooring.specification.SpecificationCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The table in {@code docs/contract.md}: what each rule asks, and the tests that are named by it; and the lists of
 * {@code docs/contract-exceptions.md}.
 */
final class ContractTable {
    private static final Pattern LINE = Pattern.compile("\\| ([A-Z]+\\d+) \\| (.+?) \\| (.*?) ?\\|");
    private static final Pattern EXCEPTION = Pattern.compile("\\| ([A-Z]+\\d+) \\| (.+?) \\|");
    private static final Pattern ID = Pattern.compile("([A-Z]+)(\\d+)");
    private static final String ROW = "\\| [A-Z]+\\d.*";
    private static final String PENDING = "## Pending";

    /** How many rules each group has. */
    private static final Map<String, Integer> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("L", 12);
        GROUPS.put("P", 12);
        GROUPS.put("H", 10);
        GROUPS.put("MF", 15);
        GROUPS.put("M", 14);
        GROUPS.put("E", 9);
        GROUPS.put("T", 12);
        GROUPS.put("Z", 7);
        GROUPS.put("S", 10);
        GROUPS.put("N", 5);
        GROUPS.put("W", 11);
    }

    private ContractTable() {}

    /** One row; tests are named as {@code Class#method}, in their order. */
    record Row(String id, String meaning, String tests) {}

    /** The ids that there have to be, in their order. */
    static List<String> expectedIds() {
        List<String> ids = new ArrayList<>();
        GROUPS.forEach((group, count) -> IntStream.rangeClosed(1, count)
                .mapToObj(number -> group + number)
                .forEach(ids::add));
        return ids;
    }

    /** Whether an id is of one of the groups that the table has. */
    static boolean isOfAGroup(String id) {
        Matcher parts = ID.matcher(id);
        return parts.matches() && GROUPS.containsKey(parts.group(1));
    }

    private static Path document(String name) {
        return SpecificationCases.projectRoot().resolve("docs").resolve(name);
    }

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(document("contract.md"))) {
            if (line.matches(ROW)) {
                rows.add(row(line));
            }
        }
        return rows;
    }

    private static Row row(String line) {
        Matcher cells = LINE.matcher(line);
        if (!cells.matches()) {
            throw new AssertionError("docs/contract.md: not a row (id | meaning | tests): " + line);
        }
        return new Row(cells.group(1), cells.group(2), cells.group(3));
    }

    /** The rules that no test will cover, with the reason. */
    static Map<String, String> exceptions() throws IOException {
        return listed(false);
    }

    /** The rules that no test covers yet, with what they wait for. */
    static Map<String, String> pending() throws IOException {
        return listed(true);
    }

    private static Map<String, String> listed(boolean wanted) throws IOException {
        Map<String, String> listed = new LinkedHashMap<>();
        boolean pending = false;
        for (String line : Files.readAllLines(document("contract-exceptions.md"))) {
            pending |= line.equals(PENDING);
            if (pending == wanted && line.matches(ROW)) {
                Matcher cells = EXCEPTION.matcher(line);
                if (!cells.matches() || listed.put(cells.group(1), cells.group(2)) != null) {
                    throw new AssertionError("docs/contract-exceptions.md: not a row (id | reason), or twice: " + line);
                }
            }
        }
        return listed;
    }

    /** Writes into each row the tests that are named by it. */
    static void write(Map<String, Set<String>> testsById) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(document("contract.md"))) {
            if (line.matches(ROW)) {
                Row row = row(line);
                String tests = cell(testsById.getOrDefault(row.id(), Set.of()));
                lines.add("| " + row.id() + " | " + row.meaning() + " | " + tests + (tests.isEmpty() ? "|" : " |"));
            } else {
                lines.add(line);
            }
        }
        Files.write(document("contract.md"), lines);
    }

    /** How tests stand in a row. */
    static String cell(Set<String> tests) {
        return tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
    }
}
