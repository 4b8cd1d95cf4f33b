package io.github.mooring.bench.canned;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A canned server in a JVM of its own, so that its processor time can be told from the clients'; thread-safe.
 *
 * <p>It ends with {@link #close}. Should this JVM end before (Ctrl-C, a crash, a kill), the pipe to it breaks, and that
 * ends it too; a shutdown hook would not survive a kill.
 */
public final class ServerProcess implements AutoCloseable {
    private static final long END_SECONDS = 5;

    private final Process process;
    private final ServerAccess access;

    private ServerProcess(Process process, ServerAccess access) {
        this.process = process;
        this.access = access;
    }

    /** Starts it and waits until it listens. */
    public static ServerProcess start(List<Behaviour> behaviours, boolean standalone) throws IOException {
        Process process = new ProcessBuilder(command(behaviours, standalone))
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
            List<Integer> ports =
                    Arrays.stream(line.split(",", -1)).map(Integer::valueOf).toList();
            listening = true;
            return new ServerProcess(process, new ServerAccess(process.pid(), behaviours, ports));
        } finally {
            if (!listening) {
                process.destroyForcibly();
            }
        }
    }

    private static List<String> command(List<Behaviour> behaviours, boolean standalone) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CannedServer.class.getName()));
        behaviours.forEach(behaviour -> command.add(behaviour.text()));
        if (standalone) {
            command.add(CannedServer.STANDALONE);
        }
        return command;
    }

    /** Where it is. */
    public ServerAccess access() {
        return access;
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
