package io.github.mooring.bench.fork;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with the same classes, which is told what to do line by line and answers line by line; confined to one
 * thread. It ends when its input does, and so with this JVM.
 */
public final class ForkedJvm implements AutoCloseable {
    private static final long END_SECONDS = 5;

    private final Process process;
    private final PrintStream toChild;
    private final BufferedReader fromChild;

    /**
     * Starts it.
     *
     * @param java       its launcher
     * @param jvmOptions before the class path
     * @param main       its main class
     */
    public ForkedJvm(String java, List<String> jvmOptions, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.toChild = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.fromChild = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    /** Tells it something. */
    public void send(String line) {
        toChild.println(line);
    }

    /** What it says next. */
    public String receive() throws IOException {
        String line = fromChild.readLine();
        if (line == null) {
            throw new IOException("the JVM of process " + process.pid() + " ended before its work was done");
        }
        return line;
    }

    /** All that it still says until it ends. */
    public List<String> receiveRest() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        String line = fromChild.readLine();
        while (line != null) {
            lines.add(line);
            line = fromChild.readLine();
        }
        if (process.waitFor() != 0) {
            throw new IOException("the JVM of process " + process.pid() + " ended with status " + process.exitValue());
        }
        return lines;
    }

    @Override
    public void close() {
        toChild.close();
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
