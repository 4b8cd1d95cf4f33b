package io.github.mooring.deploy.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of Payara and GlassFish, as an administrator would type it. */
final class Asadmin {
    private Asadmin() {}

    /**
     * Runs a command and returns what it says.
     *
     * @throws IllegalStateException with all of its output, if it fails
     */
    static String run(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(
                Path.of(System.getProperty("asadmin.home"), "bin", "asadmin").toString());
        command.addAll(List.of(
                "--interactive=false",
                "--port",
                System.getProperty("asadmin.port"),
                "--passwordfile",
                System.getProperty("asadmin.passwords")));
        command.addAll(List.of(arguments));
        try {
            return outputOf(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + String.join(" ", command), e);
        }
    }

    private static String outputOf(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // multimode goes on after a command that failed, and says so in words only
        if (process.waitFor() != 0 || output.contains(" failed.")) {
            throw new IllegalStateException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}
