package io.github.mooring.bench.fork;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts the system calls of a process by {@code strace -c -f -p}; confined to one thread. A traced process is many times
 * slower, so only the counts mean something, and those only roughly where threads combine their work.
 */
public final class SystemCalls {
    private static final int CALLS_COLUMN = 3;
    private static final long END_SECONDS = 20;

    private final Process strace;
    private final Path summary;

    private SystemCalls(Process strace, Path summary) {
        this.strace = strace;
        this.summary = summary;
    }

    /** Whether there is a strace on the path. */
    public static boolean canCount() {
        String path = System.getenv().getOrDefault("PATH", "");
        return List.of(path.split(File.pathSeparator, -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "strace")));
    }

    /**
     * Begins to count.
     *
     * @throws IOException if the system does not let one process trace another
     */
    public static SystemCalls of(long pid) throws IOException {
        Path summary = Files.createTempFile("bench-strace", ".txt");
        Process strace = new ProcessBuilder("strace", "-c", "-f", "-o", summary.toString(), "-p", Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(strace.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.contains("attached")) {
            if (line.contains("not permitted") || line.contains("ptrace")) {
                strace.destroyForcibly();
                throw new IOException(line);
            }
            line = output.readLine();
        }
        drain(output);
        return new SystemCalls(strace, summary);
    }

    /** It tells each thread that it meets, and would stop if nobody listened. */
    private static void drain(BufferedReader output) {
        Thread drain = new Thread(() -> {
            try {
                while (output.readLine() != null) {
                    // nothing of interest
                }
            } catch (IOException e) {
                return; // it ended
            }
        });
        drain.setDaemon(true);
        drain.start();
    }

    /** Ends; the calls by name, the most frequent first. */
    public Map<String, Long> stop() throws IOException, InterruptedException {
        strace.destroy(); // it detaches and writes its summary
        if (!strace.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            strace.destroyForcibly();
            throw new IOException("strace, process " + strace.pid() + ", does not end");
        }
        Map<String, Long> counts = parse(Files.readAllLines(summary));
        Files.delete(summary);
        return counts;
    }

    /** Reads the table that {@code strace -c} writes. */
    static Map<String, Long> parse(List<String> lines) {
        Map<String, Long> counts = new LinkedHashMap<>();
        lines.stream()
                .map(line -> line.strip().split(" +"))
                .filter(cells -> cells.length > CALLS_COLUMN + 1 && cells[CALLS_COLUMN].matches("[0-9]+"))
                .filter(cells -> !cells[cells.length - 1].equals("total"))
                .sorted((a, b) -> Long.compare(Long.parseLong(b[CALLS_COLUMN]), Long.parseLong(a[CALLS_COLUMN])))
                .forEach(cells -> counts.put(cells[cells.length - 1], Long.parseLong(cells[CALLS_COLUMN])));
        return counts;
    }
}
