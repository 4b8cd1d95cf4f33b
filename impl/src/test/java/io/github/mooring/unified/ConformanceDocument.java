package io.github.mooring.unified;

import io.github.mooring.specification.SpecificationCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The numbers in {@code docs/conformance.md}. Stateless. */
final class ConformanceDocument {
    /** Whether the document is to be written rather than compared. */
    static final String WRITE = "mooring.writeDocs";

    private static final String BEGIN = "<!-- begin unified -->\n";
    private static final String END = "<!-- end unified -->";

    private ConformanceDocument() {}

    private static Path path() {
        return SpecificationCases.projectRoot().resolve("docs").resolve("conformance.md");
    }

    /** The tables that stand in it. */
    static String tables() throws IOException {
        String document = Files.readString(path());
        return document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));
    }

    /** Puts other tables into it. */
    static void write(String tables) throws IOException {
        Files.writeString(path(), Files.readString(path()).replace(BEGIN + tables(), BEGIN + tables));
    }

    /** Whether it is about as many cases as there are here. */
    static boolean isAbout(int cases) throws IOException {
        return tables().contains("| all " + cases + " |");
    }
}
