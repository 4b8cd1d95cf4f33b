package io.github.mooring.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A canned server in a JVM of its own, so that its processor time can be told from the clients'; thread-safe.
 *
 * <p>It ends with {@link #close}. Should this JVM end before (Ctrl-C, a crash, a kill), the pipe to it breaks, and that
 * ends it too; a shutdown hook would not survive a kill.
 */
final class ServerProcess implements AutoCloseable {
    private static final long END_SECONDS = 5;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and waits until it listens. */
    static ServerProcess start(boolean plainReply) throws IOException {
        Process process = new ProcessBuilder(command(plainReply))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean listening = false;
        try {
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            if (line == null) {
                throw new IOException("the canned server, process " + process.pid() + ", ended without naming a port");
            }
            listening = true;
            return new ServerProcess(process, Integer.parseInt(line));
        } finally {
            if (!listening) {
                process.destroyForcibly();
            }
        }
    }

    private static List<String> command(boolean plainReply) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.add(CannedServer.class.getName());
        if (plainReply) {
            command.add(CannedServer.PLAIN_REPLY);
        }
        return command;
    }

    int port() {
        return port;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Processor time so far, in steps of the system's clock tick (10 ms on Linux); zero where it cannot be told. */
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
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
