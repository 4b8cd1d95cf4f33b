package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads on a JDK that has them, in a JVM of its own: these tests run on an older one, too. */
class VirtualThreadsTest {
    private static final int THREADS = 10_000;
    private static final int SOCKETS = 16;
    private static final int PATIENCE_SECONDS = 240;

    @TempDir
    private Path directory;

    @Test
    void tenThousandVirtualThreadsShareSixteenSocketsWithoutPinning() throws Exception {
        String output = run(Integer.toString(THREADS), Integer.toString(SOCKETS));
        Map<String, Integer> numbers = numbers(output);

        assertThat(numbers).as(output).containsEntry("succeeded", THREADS).containsEntry("pinned", 0);
        assertThat(numbers).as(output).containsEntry("inUse", 0).containsEntry("leftOpen", 0);
        assertThat(numbers.get("sockets")).as(output).isBetween(1, SOCKETS);
    }

    @Test
    void aThreadThatPinsIsToldFromOneThatWaitsForAClass() throws Exception {
        String output = run("10", "1", "pin");

        assertThat(numbers(output)).as(output).containsEntry("pinned", 1);
    }

    private String run(String... arguments) throws Exception {
        Path home = NewerJdk.find()
                .orElseGet(() -> abort("there is no JDK " + NewerJdk.FIRST_WITH_VIRTUAL_THREADS
                        + " or newer in /usr/lib/jvm, and -Dmooring.jdk21 names none; these tests run on "
                        + Runtime.version()));
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/java").toString(),
                "-Xmx512m",
                "-XX:FlightRecorderOptions=stackdepth=512",
                "-cp",
                System.getProperty("java.class.path"),
                VirtualThreadsMain.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String text = Files.readString(output);
            assertThat(ended)
                    .as("it ends within " + PATIENCE_SECONDS + " s: " + text)
                    .isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Map<String, Integer> numbers(String output) {
        return output.lines()
                .filter(line -> line.matches("\\w+=\\d+"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Integer.valueOf(pair[1])));
    }
}
