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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FindBenchmarkTest {
    private static final int P50_COLUMN = 9;
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
                .allSatisfy(line ->
                        assertThat(number(columns(line).get(P50_COLUMN))).isPositive());
        assertThat(server(lines.get(0)).map(ProcessHandle::isAlive)).isNotEqualTo(Optional.of(true));
    }

    @Test
    void ratiosAreTakenRoundByRoundAndShownAsMedianAndSpread() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        rounds.put("mooring", List.of(round(300), round(800), round(200)));
        rounds.put("vendor", List.of(round(100), round(800), round(100)));
        rounds.put("raw", List.of(round(400), round(1600), round(400)));

        new Table(new PrintStream(bytes, true, StandardCharsets.UTF_8)).point(new Point(16, 4), rounds);

        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(String.join(" ", columns(lines.get(0))))
                .startsWith("16 4 mooring 300 2.00 (1.00 to 3.00) 0.50 1 1 1 2.0 3.0 4.0 5 0.6");
        assertThat(lines.get(1)).contains("1.00 (1.00 to 1.00)");
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

    private static Round round(double opsPerSecond) {
        Histogram latency = new Histogram(2);
        latency.recordValue(1000);
        return new Round(opsPerSecond, latency, 2, 3, 4, 5, 0.6);
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
