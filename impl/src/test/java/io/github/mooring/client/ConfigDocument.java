package io.github.mooring.client;

import io.github.mooring.specification.SpecificationCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The tables in {@code docs/config.md}, made from {@link Option}, {@link LegacyOption} and {@link UnsupportedOption}. */
final class ConfigDocument {
    private ConfigDocument() {}

    /** Where the document is. */
    static Path path() {
        return SpecificationCases.projectRoot().resolve("docs").resolve("config.md");
    }

    /** A document with its tables replaced by what the code says. */
    static String withTables(String document) {
        String text = replace(document, "options", options());
        text = replace(text, "deprecated", deprecated());
        return replace(text, "unsupported", unsupported());
    }

    /** Writes the tables into the document. */
    static void write() throws IOException {
        Files.writeString(path(), withTables(Files.readString(path())));
    }

    private static String replace(String document, String name, String table) {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->";
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException(path() + " has no '" + begin.strip() + "' with '" + end + "' behind it");
        }
        return document.substring(0, from + begin.length()) + table + document.substring(to);
    }

    private static String options() {
        return "| In a connection string | Property | Type | Default | Unit | Allowed | What it does |\n"
                + "|---|---|---|---|---|---|---|\n"
                + Arrays.stream(Option.values()).map(ConfigDocument::row).collect(Collectors.joining());
    }

    private static String row(Option option) {
        String names = option.uriNames().stream().map(ConfigDocument::code).collect(Collectors.joining(", "));
        return row(
                option == Option.CONNECTION_URL ? "(all of it)" : names.isEmpty() ? "(part of its form)" : names,
                code(option.propertyName()) + (option.isOfTheAdapter() ? " (of the adapter alone)" : ""),
                option.propertyType().getSimpleName(),
                option.defaultValue() == null ? option.defaultShown() : code(option.defaultShown()),
                option.unit(),
                option.allowed(),
                option.meaning());
    }

    private static String deprecated() {
        String names = Arrays.stream(Option.values())
                .flatMap(option -> option.uriNames().stream()
                        .filter(option::isDeprecated)
                        .map(name -> row(code(name), option.allowed(), code(option.displayName()))))
                .collect(Collectors.joining());
        return "| Option | Allowed | Today |\n|---|---|---|\n"
                + names
                + Arrays.stream(LegacyOption.values())
                        .map(option -> row(code(option.uriName()), option.allowed(), code(option.advice())))
                        .collect(Collectors.joining());
    }

    private static String unsupported() {
        return "| Option | Accepted | What to do |\n|---|---|---|\n"
                + UnsupportedOption.byName().values().stream()
                        .map(option -> row(
                                code(option.name()),
                                option.accepted().stream()
                                        .map(ConfigDocument::code)
                                        .collect(Collectors.joining(", ")),
                                option.advice()))
                        .collect(Collectors.joining());
    }

    private static String row(String... cells) {
        return Arrays.stream(cells)
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
