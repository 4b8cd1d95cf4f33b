package io.github.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FindBenchmarkTest {
    private static final Pattern PROCESS = Pattern.compile("in process (\\d+),");

    @Test
    void itPrintsALineForEachClientAtEachPointAndLeavesNoProcess() throws Exception {
        BenchmarkOptions tiny = BenchmarkOptions.parse(
                "--threads=1,2", "--pools=1,2", "--rounds=2", "--round-ms=20", "--warm-up-finds=10");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        FindBenchmark.run(tiny, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        List<String> points = lines.subList(3, lines.size());
        assertThat(points).hasSize(9);
        assertThat(points.stream().map(line -> String.join(" ", columns(line).subList(0, 3))))
                .containsExactly(
                        "1 1 mooring",
                        "1 1 vendor",
                        "1 1 raw",
                        "2 1 mooring",
                        "2 1 vendor",
                        "2 1 raw",
                        "2 2 mooring",
                        "2 2 vendor",
                        "2 2 raw");
        assertThat(points)
                .allSatisfy(line -> assertThat(number(columns(line).get(3))).isPositive());
        assertThat(server(lines.get(0)).map(ProcessHandle::isAlive)).isNotEqualTo(Optional.of(true));
    }

    @Test
    void theVendorsDriverComparedWithItselfIsOne() throws Exception {
        BenchmarkOptions tiny = BenchmarkOptions.parse(
                "--threads=1", "--pools=1", "--rounds=1", "--round-ms=20", "--warm-up-finds=10", "--plain-reply");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        FindBenchmark.run(tiny, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .containsPattern("1 +1 +vendor .* 1\\.00 \\(1\\.00 to 1\\.00\\)");
    }

    @ParameterizedTest(name = "forcibly: {0}")
    @ValueSource(booleans = {false, true})
    void theServerEndsWithABenchmarkThatIsKilled(boolean forcibly) throws Exception {
        Process benchmark = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FindBenchmark.class.getName(),
                        "--warm-up-finds=1000000000")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(benchmark.getInputStream(), StandardCharsets.UTF_8))) {
            ProcessHandle server = server(output.readLine()).orElseThrow();
            assertThat(server.isAlive()).isTrue();

            kill(benchmark, forcibly);

            assertThat(server.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        } finally {
            benchmark.destroyForcibly();
        }
    }

    @Test
    void aWrongOptionIsNamedTogetherWithTheRightOnes() {
        assertThatThrownBy(() -> BenchmarkOptions.parse("--thread=4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown option '--thread=4'")
                .hasMessageContaining("--threads=1,4,16,64");
        assertThatThrownBy(() -> BenchmarkOptions.parse("--threads=1,x"))
                .hasMessageContaining("not a number in '--threads=1,x'");
        assertThatThrownBy(() -> BenchmarkOptions.parse("--rounds=0")).hasMessageContaining("--rounds is 0");
    }

    @Test
    void ofThePoolsThatAreNoSmallerThanTheThreadsTheSmallestIsMeasured() {
        assertThat(Point.of(List.of(1, 4, 64), List.of(1, 4, 16, 100)))
                .containsExactly(
                        new Point(1, 1),
                        new Point(4, 1),
                        new Point(4, 4),
                        new Point(64, 1),
                        new Point(64, 4),
                        new Point(64, 16),
                        new Point(64, 100));
    }

    private static void kill(Process process, boolean forcibly) {
        if (forcibly) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
    }

    private static Optional<ProcessHandle> server(String preamble) throws IOException {
        Matcher matcher = PROCESS.matcher(preamble);
        if (!matcher.find()) {
            throw new IOException("no process is named in: " + preamble);
        }
        return ProcessHandle.of(Long.parseLong(matcher.group(1)));
    }

    private static List<String> columns(String line) {
        return List.of(line.strip().split(" +"));
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(",", ""));
    }
}
