package io.github.mooring.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.wildfly.core.launcher.Launcher;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/**
 * WildFly as a child of this process, without a shell between the two that would keep signals to itself. It ends with
 * this object or with this process, whichever is first.
 */
final class WildFly implements AutoCloseable {
    /** How long an orderly end may take before the process is killed. */
    private static final long STOP_SECONDS = 20;

    private static final int LINES_SHOWN = 40;

    private final Process process;
    private final Path log;
    private final Thread hook = new Thread(this::stop, "stop-wildfly");

    /** Set before the process is told to end, read by who waits for its end. */
    private volatile boolean stopping;

    private WildFly(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts the server; it reads the address of MongoDB from the system property {@code mongodb.uri}. */
    static WildFly start(Path home, int portOffset, String mongodbUri) throws IOException {
        if (!Files.isDirectory(home)) {
            throw new IllegalStateException("there is no server in " + home);
        }
        Path log = home.resolveSibling("demo.log");
        StandaloneCommandBuilder command = StandaloneCommandBuilder.of(home)
                .addJavaOption("-Xmx512m")
                .addJavaOption("-Dmongodb.uri=" + mongodbUri)
                // the embedded server is a standalone, and the user's may be one
                .addJavaOption("-Dmooring.transactionLevel=NoTransaction")
                .addServerArgument("-Djboss.socket.binding.port-offset=" + portOffset);
        Process process = Launcher.of(command)
                .setRedirectErrorStream(true)
                .redirectOutput(log)
                .launch();
        WildFly server = new WildFly(process, log);
        Runtime.getRuntime().addShutdownHook(server.hook);
        return server;
    }

    /** The file with everything the server says. */
    Path log() {
        return log;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it ends because it was told to. */
    boolean isStopping() {
        return stopping;
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** What the server said last, for a reader who wonders why it does not run. */
    String describeEnd() {
        String state =
                process.isAlive() ? "WildFly is running, but" : "WildFly has ended (" + process.exitValue() + ");";
        return state + " the last lines of " + log + " are:\n" + String.join("\n", lastLines());
    }

    private List<String> lastLines() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this process is ending, and the hook is what does it
            return;
        }
    }

    private void stop() {
        stopping = true;
        process.destroy();
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
