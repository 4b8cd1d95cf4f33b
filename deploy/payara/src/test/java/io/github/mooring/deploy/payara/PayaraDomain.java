package io.github.mooring.deploy.payara;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;
import org.jboss.arquillian.test.spi.event.suite.BeforeSuite;

/**
 * The server of this run: started, configured by the commands in {@code factories.asadmin} as an administrator would,
 * and stopped. Arquillian itself would start the domain only with the first deployment, too late for the adapter.
 */
class PayaraDomain {
    private static final String ADMIN_PORT = "14848";

    private final Thread stopWithThisVm = new Thread(this::stopDomain, "stop-payara");

    /** After the MongoDB server that the pools name, before Arquillian looks for a running server. */
    void start(@Observes(precedence = 50) BeforeSuite event) {
        Runtime.getRuntime().addShutdownHook(stopWithThisVm);
        asadmin("start-domain", "domain1");
        asadmin(
                "--passwordfile",
                System.getProperty("payara.passwords"),
                "multimode",
                "--file",
                System.getProperty("payara.commands"));
    }

    /** Last, when the applications are gone. */
    void stop(@Observes(precedence = -100) AfterSuite event) {
        Runtime.getRuntime().removeShutdownHook(stopWithThisVm);
        stopDomain();
    }

    private void stopDomain() {
        asadmin("stop-domain", "domain1");
    }

    private static void asadmin(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("payara.home"), "bin", "asadmin").toString());
        command.addAll(List.of("--interactive=false", "--port", ADMIN_PORT));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println(output);
            // multimode goes on after a command that failed, and says so in words only
            if (process.waitFor() != 0 || output.contains(" failed.")) {
                throw new IllegalStateException("asadmin " + String.join(" ", arguments) + ": " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during asadmin " + String.join(" ", arguments), e);
        }
    }
}
