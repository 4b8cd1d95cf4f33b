package io.github.mooring.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table that reads well in a terminal and is Markdown; confined to one thread. Columns whose title begins with {@code <}
 * are aligned left, all others right.
 */
public final class TextTable {
    private static final String LEFT = "<";

    private final List<String> titles;
    private final List<Boolean> left;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these columns. */
    public TextTable(String... titles) {
        this.left = Arrays.stream(titles).map(title -> title.startsWith(LEFT)).toList();
        this.titles = Arrays.stream(titles)
                .map(title -> title.startsWith(LEFT) ? title.substring(1) : title)
                .toList();
    }

    /** Appends a row: as many cells as columns. */
    public void row(String... cells) {
        if (cells.length != titles.size()) {
            throw new IllegalArgumentException(cells.length + " cells for the " + titles.size() + " columns " + titles);
        }
        rows.add(List.of(cells));
    }

    /** Prints it. */
    public void print(PrintStream out) {
        int[] widths = new int[titles.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest = rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0);
            widths[i] = Math.max(3, Math.max(titles.get(i).length(), widest));
        }
        out.println(line(titles, widths));
        out.println(ruler(widths));
        rows.forEach(row -> out.println(line(row, widths)));
        out.flush();
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String blanks = " ".repeat(widths[i] - cell.length());
            line.append(' ').append(left.get(i) ? cell + blanks : blanks + cell).append(" |");
        }
        return line.toString();
    }

    private String ruler(int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            line.append("-".repeat(widths[i] + 1)).append(left.get(i) ? "-|" : ":|");
        }
        return line.toString();
    }
}
