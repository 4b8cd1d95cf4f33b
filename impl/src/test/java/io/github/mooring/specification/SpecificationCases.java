package io.github.mooring.specification;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/**
 * The cases of one folder of the MongoDB specifications, and of those in it, as dynamic tests, named
 * {@code file: description}. A case without a description goes by the name of its file.
 *
 * <p>The specifications are looked for where {@code -Dmongodb.specifications=DIR} says, and without it in
 * {@code ../shared/specifications} beside the project. Where they are absent, a single test says so and is skipped.
 */
public final class SpecificationCases {
    /** The JUnit tag of every test that runs cases of the specifications. */
    public static final String TAG = "specification";

    private static final String PROPERTY = "mongodb.specifications";

    private SpecificationCases() {}

    /** What a suite makes of one case. */
    @FunctionalInterface
    public interface Runner {
        /** Runs {@code testCase} and throws if it does not hold. */
        void run(BsonDocument testCase) throws Exception;
    }

    /** What a suite makes of one case, if it needs to see the case's file. */
    @FunctionalInterface
    public interface FileRunner {
        /**
         * Runs a case and throws if it does not hold.
         *
         * @param name     {@code folder/file: description}
         * @param file     the whole file
         * @param testCase one entry of its {@code tests}
         */
        void run(String name, BsonDocument file, BsonDocument testCase) throws Throwable;
    }

    /**
     * One test for each entry of {@code tests} in each JSON file of a folder.
     *
     * @param folder     such as {@code connection-string/tests}
     * @param deviations which cases end otherwise, and why
     * @param runner     what to do with a case
     */
    public static Stream<DynamicTest> of(String folder, Deviations deviations, Runner runner) {
        return inFiles(folder, deviations, alone(runner), SpecificationCases::tests);
    }

    /** As above, for cases that make sense only together with their file. */
    public static Stream<DynamicTest> ofFiles(String folder, FileRunner runner) {
        return inFiles(folder, Deviations.none(), runner, SpecificationCases::tests);
    }

    /** As above, where each JSON file is one case. */
    public static Stream<DynamicTest> ofWholeFiles(String folder, Deviations deviations, Runner runner) {
        return inFiles(folder, deviations, alone(runner), List::of);
    }

    private static List<BsonDocument> tests(BsonDocument file) {
        return file.getArray("tests").stream().map(BsonValue::asDocument).toList();
    }

    private static FileRunner alone(Runner runner) {
        return (name, file, testCase) -> runner.run(testCase);
    }

    private static Stream<DynamicTest> inFiles(
            String folder, Deviations deviations, FileRunner runner, Function<BsonDocument, List<BsonDocument>> cases) {
        Path source = root().resolve("source").resolve(folder);
        if (!Files.isDirectory(source)) {
            return Stream.of(dynamicTest(folder + ": skipped", source.toUri(), () -> {
                throw new TestAbortedException(
                        "no specifications in " + source + "; name their folder with -D" + PROPERTY + "=DIR");
            }));
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : jsonFiles(source)) {
            String name = folder + "/" + source.relativize(file).toString().replace('\\', '/');
            BsonString otherwise = new BsonString(file.getFileName().toString().replace(".json", ""));
            List<String> descriptions = new ArrayList<>();
            BsonDocument content = read(file);
            for (BsonDocument testCase : cases.apply(content)) {
                String description =
                        testCase.getString("description", otherwise).getValue();
                descriptions.add(description);
                // with a source of its own, because surefire would otherwise report it under its factory method's name
                tests.add(dynamicTest(
                        name + ": " + description,
                        file.toUri(),
                        () -> deviations.run(
                                name, description, () -> runner.run(name + ": " + description, content, testCase))));
            }
            if (!deviations.isEmpty()) {
                tests.add(dynamicTest(
                        name + ": no deviation is stale",
                        file.toUri(),
                        () -> deviations.checkNames(name, descriptions)));
            }
        }
        return tests.stream();
    }

    /** A relative path is taken from where Maven was started, not from the module's folder where tests run. */
    private static Path root() {
        return projectRoot()
                .resolve(System.getProperty(PROPERTY, "../shared/specifications"))
                .normalize();
    }

    /** The folder of the parent pom: tests run in their module's folder, or wherever a development tool starts them. */
    public static Path projectRoot() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "no folder with .mvn above " + Path.of("").toAbsolutePath());
    }

    private static List<Path> jsonFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BsonDocument read(Path file) {
        try {
            return BsonDocument.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
