package io.github.mooring.unified;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many cases of each folder have passed, and how many were skipped for which reason. Used by one thread at a time. */
final class Tally {
    /** What a case has come to: held, or skipped for a reason that begins with this word. */
    private static final List<String> COLUMNS = List.of("passed", "client", "lab", "refused", "format");

    private final Map<String, Map<String, Integer>> byFolder = new TreeMap<>();
    private final Map<String, Integer> byReason = new TreeMap<>();

    /** Counts a case that has held. */
    void passed(String folder) {
        count(folder, "passed");
    }

    /** Counts a case that was skipped. */
    void skipped(String folder, String reason) {
        count(folder, reason.substring(0, reason.indexOf(':')));
        byReason.merge(reason, 1, Integer::sum);
    }

    private void count(String folder, String kind) {
        byFolder.computeIfAbsent(folder, unused -> new TreeMap<>()).merge(kind, 1, Integer::sum);
    }

    /** How many cases there were. */
    int total() {
        return COLUMNS.stream().mapToInt(this::total).sum();
    }

    private int total(String kind) {
        return byFolder.values().stream()
                .mapToInt(folder -> folder.getOrDefault(kind, 0))
                .sum();
    }

    /** The tables, in the language of the documentation. */
    String tables() {
        StringBuilder text = new StringBuilder();
        text.append(row("folder", COLUMNS)).append("|---|---:|---:|---:|---:|---:|\n");
        byFolder.forEach((folder, counts) -> text.append(row(
                folder,
                COLUMNS.stream().map(kind -> counts.getOrDefault(kind, 0)).toList())));
        text.append(row("all " + total(), COLUMNS.stream().map(this::total).toList()));
        text.append("\n").append(row("reason to skip", List.of("cases"))).append("|---|---:|\n");
        byReason.forEach((reason, count) -> text.append(row(reason, List.of(count))));
        return text.toString();
    }

    private static String row(String name, List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
    }
}
