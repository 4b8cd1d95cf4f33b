package io.github.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.bench.table.Options;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class BenchmarksTest {
    private static final Pattern PROCESS = Pattern.compile("in process (\\d+),");
    private static final String[] TINY = {
        "--quick", "--threads=1,2", "--pools=1,2", "--rounds=2", "--round-ms=20", "--warm-up=10"
    };

    @Test
    void theMatrixHasALineForEachClientAtEachPointAndNoProcessIsLeft() throws Exception {
        List<String> lines = run("matrix");

        assertThat(lines.stream()
                        .filter(line -> line.matches("\\| +\\d+ x \\d+ \\| .*"))
                        .map(line -> cell(line, 0) + " " + cell(line, 1)))
                .containsExactly(
                        "1 x 1 mooring",
                        "1 x 1 vendor",
                        "1 x 1 raw",
                        "2 x 1 mooring",
                        "2 x 1 vendor",
                        "2 x 1 raw",
                        "2 x 2 mooring",
                        "2 x 2 vendor",
                        "2 x 2 raw");
        assertThat(lines).anyMatch(line -> line.startsWith("| matrix 1 x 1: throughput, times raw "));
        assertThat(server(lines.get(0)).map(ProcessHandle::isAlive)).isNotEqualTo(Optional.of(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fairness", "link", "service", "allocation", "sockets", "failover"})
    void eachTableCanBePrintedAlone(String table) throws Exception {
        List<String> lines = run(table);

        assertThat(lines).anyMatch(line -> line.startsWith("## " + table + ": "));
        assertThat(lines.stream().filter(line -> line.contains(" mooring "))).isNotEmpty();
        assertThat(lines.stream().filter(line -> line.startsWith("| " + table))).isNotEmpty();
    }

    @ParameterizedTest(name = "forcibly: {0}")
    @ValueSource(booleans = {false, true})
    void theServerEndsWithABenchmarkThatIsKilled(boolean forcibly) throws Exception {
        Process benchmark = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Benchmarks.class.getName(),
                        "--warm-up=1000000000")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
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

    private static List<String> run(String table) throws Exception {
        String[] args = Arrays.copyOf(TINY, TINY.length + 1);
        args[TINY.length] = "--tables=" + table;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Benchmarks.run(Options.parse(args), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
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

    private static String cell(String line, int index) {
        return List.of(line.split("\\|", -1)).get(index + 1).strip();
    }
}
